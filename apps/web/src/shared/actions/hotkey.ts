import { sayText, type TextKey } from '../i18n/index.ts'

/** What of a key press tells which hotkey it is. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> &
  Partial<Pick<KeyboardEvent, 'code' | 'isComposing' | 'getModifierState'>>

/** The keys of a hotkey: those that are held, and the one that is pressed. */
interface Keys {
  readonly held: readonly string[]
  readonly key: string
}

const isApple = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** Keys that are held down to go on and on; others count once. */
const REPEATED = /^(Arrow\w+|Page\w+|[+-])$/

/**
 * Whether a key press is a hotkey such as `Mod+Shift+Z`. What counts is the sign that is typed, wherever it lies: signs that need
 * Shift or AltGr to be typed, as `?` and `[` on some keyboards, count with it. Letters of other scripts count by the place of their key.
 */
export function isHotkey(press: KeyPress, hotkey: string): boolean {
  const { held, key } = splitHotkey(hotkey)
  if (press.isComposing) return false
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key)
  // some systems say Ctrl and Alt for AltGr
  const isTypedWithAltGr = isSign && (press.getModifierState?.('AltGraph') === true || (press.ctrlKey && press.altKey))
  const hasMod = (press.ctrlKey || press.metaKey) && !isTypedWithAltGr
  return (
    isKey(press, key) &&
    hasMod === held.includes('Mod') &&
    (press.altKey && !isTypedWithAltGr) === held.includes('Alt') &&
    (isSign || press.shiftKey === held.includes('Shift'))
  )
}

/** Whether a hotkey that is held down goes on and on. */
export function goesOn(hotkey: string): boolean {
  return REPEATED.test(splitHotkey(hotkey).key)
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** Keys whose names stand on keyboards in the language of their country. */
const NAMES: Readonly<Record<string, TextKey>> = {
  Mod: 'shared:keyCtrl',
  Shift: 'shared:keyShift',
  Enter: 'shared:keyEnter',
  Escape: 'shared:keyEscape',
  Delete: 'shared:keyDelete',
}

/** The keys of a hotkey as people read them, in the language of the page: `Ctrl`, `Enter`. */
export function describeHotkey(hotkey: string): string[] {
  const { held, key } = splitHotkey(hotkey)
  return [...held, key].map((one) => {
    if (one === 'Mod' && isApple()) return '⌘'
    const name = NAMES[one]
    if (name !== undefined) return sayText(name)
    return SIGNS[one] ?? (one.length === 1 ? one.toUpperCase() : one)
  })
}

/** The keys of a hotkey as `aria-keyshortcuts` has them. */
export function writeKeyShortcuts(hotkey: string): string {
  const { held, key } = splitHotkey(hotkey)
  const names = held.map((one) => (one === 'Mod' ? (isApple() ? 'Meta' : 'Control') : one))
  return [...names, key === '+' ? 'Plus' : key].join('+')
}

function splitHotkey(hotkey: string): Keys {
  // the last part is the key, which may be a plus sign
  const [, held = '', key = hotkey] = /^((?:[^+]+\+)*)(.+)$/.exec(hotkey) ?? []
  return { held: held.split('+').filter(Boolean), key: key === 'Space' ? ' ' : key }
}

function isKey(press: KeyPress, key: string): boolean {
  if (press.key.toLowerCase() === key.toLowerCase()) return true
  const isOtherScript = press.key.length === 1 && press.key > '\u024f'
  return isOtherScript && /^[a-z]$/i.test(key) && press.code === `Key${key.toUpperCase()}`
}
