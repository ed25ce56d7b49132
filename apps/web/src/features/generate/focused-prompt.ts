/** The prompt that has the focus, if one has. */
export function findFocusedPrompt(): HTMLTextAreaElement | undefined {
  const focused = document.activeElement
  return focused instanceof HTMLTextAreaElement && focused.dataset.prompt !== undefined ? focused : undefined
}
