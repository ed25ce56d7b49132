import i18next from 'i18next'

/** Copies a text. Pages that do not come over https have no clipboard of their own, so that an older way is tried too. */
export async function copyText(text: string): Promise<void> {
  const isWritten = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  if (isWritten) return
  const area = document.createElement('textarea')
  area.value = text
  // not seen, and the page does not move to it
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const before = document.activeElement
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  if (!isCopied) throw new Error(i18next.t('shared:copyForbidden'))
}
