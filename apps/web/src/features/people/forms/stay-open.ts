/**
 * What a dialog with a form takes, so that a slip does not lose what was typed. Once it shows what is shown only once, it is left by
 * its button alone.
 */
export function stayOpen(showsSecret: boolean) {
  return { closeOnClickOutside: false, closeOnEscape: !showsSecret, withCloseButton: !showsSecret }
}
