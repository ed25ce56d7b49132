import { type PublicPicture, readFile } from './board.ts'
import { find } from './parts.ts'
import { findSmall, focusSmall } from './pictures.ts'
import { watchSwipes } from './swipes.ts'
import { say } from './texts.ts'

/** Whole pictures that are kept: the one that is looked at, and its neighbours. */
const MOST_KEPT = 5

/** What the viewer goes through. */
export interface Shown {
  readonly pictures: readonly PublicPicture[]
  readonly total: number
  /** Reads more pictures, where there are more. */
  more(): Promise<unknown>
  /** Looks whether the link still works, after a picture was refused. */
  doubt(): void
}

const dialog = find('viewer', HTMLDialogElement)
const picture = find('picture', HTMLImageElement)
const place = find('place', HTMLSpanElement)
const buttons = {
  previous: find('previous', HTMLButtonElement),
  next: find('next', HTMLButtonElement),
  close: find('close', HTMLButtonElement),
  download: find('download', HTMLButtonElement),
}

/**
 * Makes the view of one picture at a time. It is a step in the history of the browser, so going back closes it.
 *
 * @returns opens it
 */
export function createViewer(shown: Shown): (at: number) => void {
  const whole = new Map<string, Promise<string>>()
  let at = 0

  function load({ image_url }: PublicPicture): Promise<string> {
    const known = whole.get(image_url)
    if (known !== undefined) return known
    const loading = readFile(image_url).then((blob) => URL.createObjectURL(blob))
    loading.catch(() => whole.delete(image_url))
    whole.set(image_url, loading)
    for (const [url, old] of [...whole].slice(0, -MOST_KEPT)) {
      whole.delete(url)
      void old.then(URL.revokeObjectURL, () => undefined)
    }
    return loading
  }

  async function show(next: number): Promise<void> {
    if (next < 0 || next >= shown.total) return
    if (next >= shown.pictures.length) await shown.more()
    const item = shown.pictures[next]
    if (item === undefined) return
    at = next
    place.textContent = say('link:place', { at: at + 1, count: shown.total })
    buttons.previous.disabled = at === 0
    buttons.next.disabled = at === shown.total - 1
    const small = findSmall(at)
    picture.width = item.width
    picture.height = item.height
    picture.src = small
    try {
      const url = await load(item)
      if (at !== next) return
      picture.src = url
      const neighbour = shown.pictures[at + 1]
      // a step back is rarer, and what was looked at is kept
      if (neighbour !== undefined) load(neighbour).catch(() => undefined)
    } catch {
      if (at !== next) return
      place.textContent = say('link:pictureFailed')
      shown.doubt()
    }
  }

  const step = (by: number) => void show(at + by)
  const close = () => dialog.open && history.back()

  async function download(): Promise<void> {
    const item = shown.pictures[at]
    if (item === undefined) return
    const link = document.createElement('a')
    link.href = await load(item)
    // ids say nothing in a folder of downloads
    link.download = item.image_name.replace(/^[^.]*/, `${document.title} ${at + 1}`)
    link.click()
  }

  buttons.previous.ariaLabel = say('link:previous')
  buttons.next.ariaLabel = say('link:next')
  buttons.close.ariaLabel = say('link:close')
  buttons.download.textContent = say('link:download')
  buttons.previous.addEventListener('click', () => step(-1))
  buttons.next.addEventListener('click', () => step(1))
  buttons.close.addEventListener('click', close)
  buttons.download.addEventListener('click', () => void download().catch(() => shown.doubt()))
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close()
  })
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') step(-1)
    if (key === 'ArrowRight') step(1)
    if (key === 'Home') void show(0)
  })
  watchSwipes(picture, (direction) => {
    if (direction === 'down') close()
    else step(direction === 'left' ? 1 : -1)
  })
  addEventListener('popstate', () => {
    if (!dialog.open) return
    dialog.close()
    focusSmall(at)
  })

  return (first) => {
    history.pushState(null, '', location.pathname)
    dialog.showModal()
    buttons.close.focus()
    void show(first)
  }
}
