import { Kbd, Menu } from '@mantine/core'
import { useId } from 'react'
import { useText } from '../i18n/index.ts'
import { useStudio } from '../studio.tsx'
import type { UserAction } from './action.ts'
import styles from './action-menu-items.module.css'
import { describeHotkey, writeKeyShortcuts } from './hotkey.ts'
import { runAction } from './run-action.ts'

/** What the entries of a menu take. */
export interface ActionMenuItemsProps<Subject> {
  readonly actions: readonly UserAction<Subject>[]
  readonly subject: Subject
}

/** The entries of a menu for actions; those that cannot be done now say why. */
export function ActionMenuItems<Subject>({ actions, subject }: ActionMenuItemsProps<Subject>) {
  return actions.map((action) => <ActionMenuItem key={action.id} action={action} subject={subject} />)
}

interface ActionMenuItemProps<Subject> {
  readonly action: UserAction<Subject>
  readonly subject: Subject
}

function ActionMenuItem<Subject>({ action, subject }: ActionMenuItemProps<Subject>) {
  const say = useText()
  const studio = useStudio()
  const id = useId()
  const hindrance = action.hinder?.(subject, studio)
  return (
    <Menu.Item
      leftSection={<action.icon size={16} stroke={1.5} aria-hidden />}
      {...(action.hotkey && {
        rightSection: <Kbd size="xs">{describeHotkey(action.hotkey).join('+')}</Kbd>,
        'aria-keyshortcuts': writeKeyShortcuts(action.hotkey),
      })}
      {...(action.isDestructive && { color: 'red' })}
      classNames={{ item: styles.item ?? '', itemSection: styles.section ?? '' }}
      // a disabled entry of the library is passed over by keys; this one is reached, and its reason is read
      ref={(entry) => entry?.setAttribute('aria-disabled', String(hindrance !== undefined))}
      aria-labelledby={`${id}-name`}
      {...(hindrance !== undefined && { 'aria-describedby': `${id}-why` })}
      onClick={() => runAction(action, subject, studio)}
    >
      <span id={`${id}-name`}>{say(action.label)}</span>
      {hindrance !== undefined && (
        <span id={`${id}-why`} className={styles.reason}>
          {say(hindrance)}
        </span>
      )}
    </Menu.Item>
  )
}
