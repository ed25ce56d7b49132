import { isHotkey, type KeyPress } from './hotkey.ts'
import type { OfferedAction } from './offered.ts'

/** Where a key was pressed. */
export interface KeyPlace {
  /** The part of the page that was used last. */
  readonly scope: string
  /** Whether a text is typed there. */
  readonly isTyping: boolean
  /** Whether a dialog has the focus: it keeps its keys, but for those of the part of the page that lies in it. */
  readonly isInDialog: boolean
}

/** The action that a key press means: of the part that was used last before those of everywhere. */
export function chooseOffered(
  press: KeyPress,
  { scope, isTyping, isInDialog }: KeyPlace,
  offered: readonly OfferedAction[],
): OfferedAction | undefined {
  const matching = offered.filter(
    ({ action }) =>
      action.hotkey !== undefined &&
      isHotkey(press, action.hotkey) &&
      (!isTyping || action.worksInTexts) &&
      (!isInDialog || (action.scope === scope && scope !== 'everywhere')),
  )
  return matching.find(({ action }) => action.scope === scope) ?? matching.find(({ action }) => action.scope === 'everywhere')
}
