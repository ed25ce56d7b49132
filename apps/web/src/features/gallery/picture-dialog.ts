import type { ImageDto } from '@bottega/contracts'
import { button, element } from '../../shared/element.ts'
import type { Notices } from '../../shared/notices.ts'
import type { Server } from '../../shared/server.ts'
import { namePicture, tellSettings } from './picture-words.ts'

/** One picture in large, with what belongs to it. */
export interface PictureDialog {
  readonly element: HTMLDialogElement
  open(image: ImageDto): void
}

/** What others do when something was done to a picture. */
export interface PictureHooks {
  onStar(image: ImageDto): unknown
  onDelete(image: ImageDto): unknown
}

/** Makes the dialog; the browser closes it by Escape and gives the focus back. */
export function createPictureDialog({ client }: Server, notices: Notices, { onStar, onDelete }: PictureHooks): PictureDialog {
  let shown: ImageDto | undefined
  const picture = element('img', { alt: '' })
  const settings = element('dl')
  const download = element('a', { className: 'button', textContent: 'Download' })
  const star = button('', 'quiet', () =>
    notices.attempt(async () => {
      if (shown === undefined) return
      const { image_name, starred } = shown
      const changed = await client.updateImage({ params: { image_name }, body: { starred: !starred } })
      onStar(changed)
      if (shown?.image_name === image_name) show(changed)
    }),
  )
  const remove = button('Delete', 'quiet danger', () => {
    const image = shown
    dialog.close()
    if (image) onDelete(image)
  })
  const close = button('Close', 'quiet', () => dialog.close())
  const dialog = element(
    'dialog',
    { className: 'picture' },
    picture,
    element('div', { className: 'about' }, settings, element('div', { className: 'acts' }, download, star, remove, close)),
  )
  // a click beside it
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  dialog.addEventListener('close', () => {
    shown = undefined
    picture.removeAttribute('src')
  })

  function show(image: ImageDto): void {
    shown = image
    dialog.ariaLabel = namePicture(image)
    picture.src = image.image_url
    picture.width = image.width
    picture.height = image.height
    download.href = image.image_url
    download.download = image.image_name
    star.textContent = image.starred ? 'Remove star' : 'Star'
  }

  async function showSettings({ image_name, width, height }: ImageDto): Promise<void> {
    const metadata = await client.getImageMetadata({ params: { image_name } })
    if (shown?.image_name !== image_name) return
    const told = [...tellSettings(metadata), ['Size', `${width} × ${height}`]]
    settings.replaceChildren(
      ...told.flatMap(([name = '', value = '']) => [element('dt', { textContent: name }), element('dd', { textContent: value })]),
    )
    picture.alt = tellSettings(metadata)[0]?.[1] ?? ''
  }

  return {
    element: dialog,
    open(image) {
      settings.replaceChildren()
      show(image)
      dialog.showModal()
      void notices.attempt(() => showSettings(image))
    },
  }
}
