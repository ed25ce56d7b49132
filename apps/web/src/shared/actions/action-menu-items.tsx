import { Kbd, Menu } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useStudio } from '../studio.tsx'
import type { UserAction } from './action.ts'
import styles from './action-menu-items.module.css'
import { describeHotkey } from './hotkey.ts'
import { runAction } from './run-action.ts'

/** What the entries of a menu take. */
export interface ActionMenuItemsProps<Subject> {
  readonly actions: readonly UserAction<Subject>[]
  readonly subject: Subject
}

/** The entries of a menu for actions; those that cannot be done now say why. */
export function ActionMenuItems<Subject>({ actions, subject }: ActionMenuItemsProps<Subject>) {
  const say = useText()
  const studio = useStudio()
  return actions.map((action) => {
    const hindrance = action.hinder?.(subject, studio)
    return (
      <Menu.Item
        key={action.id}
        leftSection={<action.icon size={16} stroke={1.5} aria-hidden />}
        {...(action.hotkey && { rightSection: <Kbd size="xs">{describeHotkey(action.hotkey).join('+')}</Kbd> })}
        {...(action.isDestructive && { color: 'red' })}
        className={styles.item ?? ''}
        // a disabled entry of the library is passed over by keys; this one is reached, and its reason is read
        ref={(entry) => entry?.setAttribute('aria-disabled', String(hindrance !== undefined))}
        onClick={() => runAction(action, subject, studio)}
      >
        {say(action.label)}
        {hindrance !== undefined && <span className={styles.reason}>{say(hindrance)}</span>}
      </Menu.Item>
    )
  })
}
