import { changeWeight } from './weights.ts'

/** The prompt that has the focus, if one has. */
export function findFocusedPrompt(): HTMLTextAreaElement | undefined {
  const focused = document.activeElement
  return focused instanceof HTMLTextAreaElement && focused.dataset.prompt !== undefined ? focused : undefined
}

/** Gives what is selected in the focused prompt more weight or less, as if it were typed. */
export function weighSelection(direction: 1 | -1): void {
  const area = findFocusedPrompt()
  if (area === undefined) return
  const change = changeWeight(area.value, area.selectionStart, area.selectionEnd, direction)
  if (change === undefined) return
  area.setSelectionRange(change.from, change.to)
  // the one way that the browser's own undo takes back
  if (!document.execCommand('insertText', false, change.insert)) {
    area.setRangeText(change.insert)
    area.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  area.setSelectionRange(...change.selection)
}
