/** What of a key press tells which hotkey it is. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const isApple = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** Whether a key press is a hotkey such as `Mod+Shift+Z`. Signs that need Shift to be typed, as `?`, count with it. */
export function isHotkey(press: KeyPress, hotkey: string): boolean {
  // plus itself is a key too
  const parts = hotkey.split(/\+(?=.)/)
  const key = parts.at(-1) ?? ''
  const wants = (name: string) => parts.slice(0, -1).includes(name)
  const isLetter = key.length > 1 || /[a-z0-9]/i.test(key)
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === wants('Mod') &&
    press.altKey === wants('Alt') &&
    (!isLetter || press.shiftKey === wants('Shift'))
  )
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
}

/** The keys of a hotkey as people read them: `Ctrl`, `Enter`. */
export function describeHotkey(hotkey: string): string[] {
  return hotkey.split(/\+(?=.)/).map((key) => {
    if (key === 'Mod') return isApple() ? '⌘' : 'Ctrl'
    return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  })
}
