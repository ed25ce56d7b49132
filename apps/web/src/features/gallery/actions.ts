import { IconCopy, IconDeselect, IconSearch, IconSelectAll, IconUpload } from '@tabler/icons-react'
import i18next from 'i18next'
import { defineAction } from '../../shared/actions/index.ts'
import { layoutSection } from '../../shared/layout-section.ts'
import { tell } from '../../shared/notices/index.ts'
import { isNarrow } from '../../shared/ui/use-is-narrow.ts'
import { defineImageActions, type ImageListQuery, type PickedImages } from '../images/index.ts'
import { countImages, type ImageList } from './image-list.ts'
import { clearSelection, pickAll } from './selection.ts'
import { askForFiles } from './upload-files.ts'

/** What can be done to images of the gallery. */
export const imageActions = defineImageActions('gallery')

/** Puts the picture itself into the clipboard. */
export const copyAction = defineAction<PickedImages>({
  id: 'gallery.copy',
  label: 'gallery:copyPicture',
  icon: IconCopy,
  scope: 'gallery',
  hotkey: 'Mod+C',
  hinder({ names }) {
    if (names.length !== 1) return 'images:pickOne'
    // pages that do not come over https have none
    return navigator.clipboard === undefined ? 'gallery:noClipboard' : undefined
  },
  async run({ names: [name = ''] }, { server }) {
    // the promise is given to the clipboard: a call that comes after an answer would count as nobody's wish
    const file = server.client.getImageFull({ params: { image_name: name } }).then((answer) => answer.blob())
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })])
    tell({ text: i18next.t('gallery:copied') })
  },
})

/** What the gallery shows. */
export interface Shown {
  readonly query: ImageListQuery
  readonly list: ImageList | undefined
}

/** Picks all that is shown. */
export const pickAllAction = defineAction<Shown>({
  id: 'gallery.pickAll',
  label: 'gallery:pickAll',
  icon: IconSelectAll,
  scope: 'gallery',
  hotkey: 'Mod+A',
  async run({ query, list }, { server }) {
    if (list) await pickAll(server, query, list, countImages(list))
  },
})

/** Picks nothing. */
export const clearAction = defineAction({
  id: 'gallery.clear',
  label: 'gallery:pickNone',
  icon: IconDeselect,
  scope: 'gallery',
  hotkey: 'Escape',
  run: clearSelection,
})

/** Goes to the search. */
export const searchAction = defineAction({
  id: 'gallery.search',
  label: 'gallery:search',
  icon: IconSearch,
  scope: 'everywhere',
  hotkey: '/',
  async run(_nothing, { state, go }) {
    const find = () => document.querySelector<HTMLElement>('[data-gallery-search]')
    // the gallery may be folded away, or another page of a phone
    if (find()?.offsetParent === null) {
      if (isNarrow()) await go({ to: '/', search: (search) => ({ ...search, tab: 'gallery' }) })
      else state.change(layoutSection, { isWhereOpen: true })
      await new Promise(requestAnimationFrame)
    }
    find()?.focus()
  },
})

/** Asks for files of pictures. */
export const uploadAction = defineAction({
  id: 'gallery.upload',
  label: 'gallery:upload',
  icon: IconUpload,
  scope: 'everywhere',
  hotkey: 'Mod+U',
  run: (_nothing, studio) => askForFiles(studio),
})
