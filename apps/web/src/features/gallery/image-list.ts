import type { ImageDto } from '../images/index.ts'

/** How many images are read at a time. */
export const PAGE_SIZE = 100

/** How many pages are kept: those nearest to what is looked at. */
const KEPT_PAGES = 12

/** A long list of images of which the pages near the eye are known. A place is counted from 0 at its top. */
export interface ImageList {
  /** how many images the server has in it */
  readonly total: number
  /** how many new ones at the top are held back, so that nothing moves under the eye */
  readonly held: number
  /** a page may be short where images have gone: it is read anew then */
  readonly pages: ReadonlyMap<number, readonly ImageDto[]>
}

/** How many images are shown. */
export const countImages = ({ total, held }: ImageList) => total - held

/** The image of a place; undefined while it is unknown. */
export function imageAt({ pages }: ImageList, place: number): ImageDto | undefined {
  return pages.get(Math.floor(place / PAGE_SIZE))?.[place % PAGE_SIZE]
}

/** The pages that the places from one to another need and that are not whole. */
export function listMissingPages(list: ImageList, first: number, last: number): number[] {
  const count = countImages(list)
  const numbers = listPages(first, Math.min(last, count - 1))
  return numbers.filter((number) => (list.pages.get(number)?.length ?? 0) < Math.min(PAGE_SIZE, count - number * PAGE_SIZE))
}

/** The pages of the places from one to another, both included. */
export function listPages(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE_SIZE)
  return Array.from({ length: Math.max(0, Math.floor(last / PAGE_SIZE) - from + 1) }, (_, at) => from + at)
}

/** The list with one page more; those that are farthest from it are forgotten. */
export function addPage(list: ImageList, number: number, images: readonly ImageDto[]): ImageList {
  const pages = [...list.pages, [number, images] as const]
    .sort(([one], [other]) => Math.abs(other - number) - Math.abs(one - number))
    .slice(-KEPT_PAGES)
  return { ...list, pages: new Map(pages) }
}

/** The list with known images changed. */
export function changeImages(list: ImageList, names: ReadonlySet<string>, change: (image: ImageDto) => ImageDto): ImageList {
  const pages = [...list.pages].map(([number, images]) => {
    const isTouched = images.some(({ image_name }) => names.has(image_name))
    return [number, isTouched ? images.map((image) => (names.has(image.image_name) ? change(image) : image)) : images] as const
  })
  return { ...list, pages: new Map(pages) }
}

/** The list without some images that are known: those behind them close up. */
export function removeImages(list: ImageList, names: ReadonlySet<string>): ImageList {
  const gone = [...list.pages.values()].flat().filter(({ image_name }) => names.has(image_name)).length
  const pages = spreadAnew(list.pages, (images) => images.filter(({ image_name }) => !names.has(image_name)))
  return { ...list, total: list.total - gone, pages }
}

/** The list with new images at its top. */
export function prependImages(list: ImageList, images: readonly ImageDto[], total: number): ImageList {
  if (!list.pages.has(0)) return { ...list, total, pages: new Map() }
  let isFirst = true
  const pages = spreadAnew(list.pages, (run) => {
    if (!isFirst) return run
    isFirst = false
    return [...images, ...run]
  })
  return { ...list, total, pages }
}

/** Edits each run of pages without a gap. Where a run has another length afterwards, the places of those behind it are not known any more. */
function spreadAnew(
  pages: ImageList['pages'],
  edit: (run: readonly ImageDto[]) => readonly ImageDto[],
): ReadonlyMap<number, readonly ImageDto[]> {
  const spread = new Map<number, readonly ImageDto[]>()
  for (const { start, images } of findRuns(pages)) {
    const edited = edit(images)
    for (let at = 0; at < edited.length; at += PAGE_SIZE) spread.set(start + at / PAGE_SIZE, edited.slice(at, at + PAGE_SIZE))
    if (edited.length !== images.length) break
  }
  return spread
}

function findRuns(pages: ImageList['pages']): { readonly start: number; readonly images: ImageDto[] }[] {
  const runs: { readonly start: number; next: number; readonly images: ImageDto[] }[] = []
  for (const [number, images] of [...pages].sort(([one], [other]) => one - other)) {
    const last = runs.at(-1)
    // behind a short page the places would not be right
    if (last && last.next === number && last.images.length % PAGE_SIZE === 0) {
      last.images.push(...images)
      last.next++
    } else runs.push({ start: number, next: number + 1, images: [...images] })
  }
  return runs
}
