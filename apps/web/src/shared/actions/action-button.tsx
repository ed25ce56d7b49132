import { ActionIcon, Tooltip } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useStudio } from '../studio.tsx'
import type { UserAction } from './action.ts'
import { describeHotkey, writeKeyShortcuts } from './hotkey.ts'
import { runAction } from './run-action.ts'

/** What a button of an action takes. */
export interface ActionButtonProps<Subject> {
  readonly action: UserAction<Subject>
  readonly subject: Subject
  readonly isPressed?: boolean
}

/** The button of an action: its icon, with label and hotkey, or the reason why it cannot be done, in a tooltip. */
export function ActionButton<Subject>({ action, subject, isPressed }: ActionButtonProps<Subject>) {
  const say = useText()
  const studio = useStudio()
  const hindrance = action.hinder?.(subject, studio)
  const label = say(action.label)
  const keys = action.hotkey ? ` (${describeHotkey(action.hotkey).join('+')})` : ''
  return (
    <Tooltip label={hindrance === undefined ? label + keys : `${label}: ${say(hindrance)}`}>
      <ActionIcon
        aria-label={hindrance === undefined ? label : `${label}: ${say(hindrance)}`}
        aria-disabled={hindrance !== undefined}
        {...(hindrance !== undefined && { 'data-disabled': true })}
        {...(action.hotkey && { 'aria-keyshortcuts': writeKeyShortcuts(action.hotkey) })}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        onClick={() => runAction(action, subject, studio)}
      >
        <action.icon size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
