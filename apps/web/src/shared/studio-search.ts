/** Where one is in the studio: which board is open, which picture is looked at, and on a phone which of its tabs. */
export interface StudioSearch {
  /** id of a board, `none`, or `day:2026-11-26`; everything when left out */
  readonly board?: string
  /** name of the image that is looked at */
  readonly image?: string
  /** name of the image that it is compared with */
  readonly compare?: string
  /** the tab of a narrow page: making when left out */
  readonly tab?: 'gallery'
}

/** Reads the search part of the studio's address; what does not fit is left out. */
export function readStudioSearch(search: Readonly<Record<string, unknown>>): StudioSearch {
  const { board, image, compare, tab } = search
  return {
    ...(typeof board === 'string' && { board }),
    ...(typeof image === 'string' && { image }),
    ...(typeof image === 'string' && typeof compare === 'string' && { compare }),
    ...(tab === 'gallery' && { tab }),
  }
}
