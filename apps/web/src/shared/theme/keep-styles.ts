const AGAIN_AFTER_MS = 3000

/**
 * Asks again for stylesheets that could not be loaded. A part of the page asks for its own once: without this it would come without
 * them at the second try.
 */
export function keepStyles(): void {
  const again = ({ target }: Event) => {
    if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return
    setTimeout(() => target.replaceWith(target.cloneNode()), AGAIN_AFTER_MS)
  }
  document.head.addEventListener('error', again, true)
}
