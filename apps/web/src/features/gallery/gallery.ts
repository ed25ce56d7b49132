import type { ImageDto } from '@bottega/contracts'
import { button, element } from '../../shared/element.ts'
import type { Notices } from '../../shared/notices.ts'
import type { Server } from '../../shared/server.ts'
import { createPictureDialog } from './picture-dialog.ts'
import { namePicture } from './picture-words.ts'
import './gallery.css'

const PAGE_SIZE = 24

/** The latest pictures. */
export interface Gallery {
  readonly element: HTMLElement
  /** Reads anew what there is. */
  refresh(): Promise<void>
}

/** Makes the gallery; newest first, more on demand. */
export function createGallery(server: Server, notices: Notices): Gallery {
  const { client } = server
  let wanted = PAGE_SIZE
  const tiles = new Map<string, Tile>()
  const list = element('ul', { className: 'tiles' })
  const empty = element('p', {
    className: 'muted',
    hidden: true,
    textContent: 'No pictures yet. Take one of the examples above.',
  })
  const more = button('Show more', 'quiet', () => {
    wanted += PAGE_SIZE
    return refresh()
  })
  const dialog = createPictureDialog(server, notices, {
    onStar: (image) => tiles.get(image.image_name)?.show(image),
    onDelete: moveToTrash,
  })

  async function refresh(): Promise<void> {
    await notices.attempt(async () => {
      const { items, total } = await client.listImages({
        query: { categories: ['general'], is_intermediate: false, starred_first: false, order_dir: 'DESC', limit: wanted },
      })
      const names = new Set(items.map(({ image_name }) => image_name))
      for (const [name, tile] of tiles) {
        if (names.has(name)) continue
        tile.element.remove()
        tiles.delete(name)
      }
      // what stays where it is keeps its focus
      for (const [place, image] of items.entries()) {
        const tile = takeTile(image)
        if (list.children[place] !== tile.element) list.insertBefore(tile.element, list.children[place] ?? null)
      }
      empty.hidden = total > 0
      more.hidden = total <= items.length
    })
  }

  function takeTile(image: ImageDto): Tile {
    const tile = tiles.get(image.image_name) ?? createTile(dialog.open)
    tiles.set(image.image_name, tile)
    tile.show(image)
    return tile
  }

  async function moveToTrash({ image_name }: ImageDto): Promise<void> {
    await notices.attempt(async () => {
      await client.deleteImage({ params: { image_name } })
      await refresh()
      notices.tell('Moved to the trash.', {
        label: 'Undo',
        act: () =>
          notices.attempt(async () => {
            await client.restoreImages({ body: { image_names: [image_name] } })
            await refresh()
          }),
      })
    })
  }

  return {
    element: element(
      'section',
      { className: 'gallery', ariaLabel: 'Latest pictures' },
      element('h2', { textContent: 'Latest pictures' }),
      empty,
      list,
      more,
      dialog.element,
    ),
    refresh,
  }
}

interface Tile {
  readonly element: HTMLElement
  show(image: ImageDto): void
}

function createTile(onOpen: (image: ImageDto) => unknown): Tile {
  let shown: ImageDto | undefined
  const picture = element('img', { alt: '', loading: 'lazy' })
  const opener = button('', 'tile', () => shown && onOpen(shown))
  opener.append(picture)
  return {
    element: element('li', {}, opener),
    show(image) {
      const isSame = shown?.image_name === image.image_name
      shown = image
      if (!isSame) picture.src = image.thumbnail_url
      opener.ariaLabel = namePicture(image) + (image.starred ? ', starred' : '')
      opener.classList.toggle('starred', image.starred)
    },
  }
}
