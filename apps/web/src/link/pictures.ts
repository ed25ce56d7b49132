import { isLocked, type PublicPicture, readFile } from './board.ts'
import { find } from './parts.ts'
import { say } from './texts.ts'

const list = find('pictures', HTMLUListElement)

/** Small pictures that are behind a password are fetched when they come near the window. */
const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLImageElement)) continue
      nearby.unobserve(target)
      void readFile(target.dataset.url ?? '').then(
        (blob) => {
          target.src = URL.createObjectURL(blob)
        },
        // an empty tile still opens, and says then what is wrong
        () => undefined,
      )
    }
  },
  { rootMargin: '600px' },
)

/** Puts small pictures at the end of the page. */
export function addPictures(pictures: readonly PublicPicture[], total: number, open: (at: number) => void): void {
  for (const { thumbnail_url } of pictures) {
    const at = list.children.length
    const image = document.createElement('img')
    image.alt = ''
    image.decoding = 'async'
    if (isLocked()) {
      image.dataset.url = thumbnail_url
      nearby.observe(image)
    } else {
      image.loading = 'lazy'
      image.src = thumbnail_url
    }
    const button = document.createElement('button')
    button.type = 'button'
    button.ariaLabel = say('link:openPicture', { at: at + 1, count: total })
    button.append(image)
    button.addEventListener('click', () => open(at))
    const item = document.createElement('li')
    item.append(button)
    list.append(item)
  }
}

/** The small picture at a place, as far as it is there; it stands in while the whole one is under way. */
export function findSmall(at: number): string {
  return list.children[at]?.querySelector('img')?.src ?? ''
}

/** Gives the focus to the small picture at a place. */
export function focusSmall(at: number): void {
  list.children[at]?.querySelector('button')?.focus()
}
