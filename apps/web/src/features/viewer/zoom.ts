/** Pixels, of a picture or of the place it is shown in. */
export interface Extent {
  readonly width: number
  readonly height: number
}

/** A place on the screen, from the middle of where the picture is shown. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** How a picture is looked at. */
export interface View extends Place {
  /** Pixels of the screen for one of the picture; undefined: as large as fits. */
  readonly scale: number | undefined
}

/** The whole picture. */
export const FITTED: View = { scale: undefined, x: 0, y: 0 }

/** How far small pictures are enlarged to fit. */
const MAX_FIT = 4
const MAX_SCALE = 16
/** A pixel for each of a screen of twice the density. */
const MIN_SCALE = 0.5
/** One press of a key, one click of a button. */
export const ZOOM_STEP = 1.25

/** The scale at which the whole picture is seen; small pictures grow a few times, not to the edges. */
export function fitScale(picture: Extent, place: Extent): number {
  return Math.max(0.01, Math.min(place.width / picture.width, place.height / picture.height, MAX_FIT))
}

/** The scale of a view. */
export function scaleOf(view: View, picture: Extent, place: Extent): number {
  return view.scale ?? fitScale(picture, place)
}

/**
 * The view after zooming so that what is under a point stays there. Zooming out ends at the whole picture; one that is enlarged to
 * fit can be seen smaller.
 *
 * @param factor  above 1 comes nearer
 */
export function zoomAt(view: View, factor: number, point: Place, picture: Extent, place: Extent): View {
  const from = scaleOf(view, picture, place)
  const fit = fitScale(picture, place)
  const scale = Math.min(Math.max(from * factor, Math.min(fit, MIN_SCALE)), Math.max(MAX_SCALE, fit))
  if (fit <= 1 && scale <= fit) return FITTED
  const ratio = scale / from
  const moved = { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio }
  return keepInside(moved, picture, place)
}

/** The view after the picture was pushed; it cannot be pushed out of sight. */
export function pan(view: View, by: Place, picture: Extent, place: Extent): View {
  return keepInside({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, place)
}

/**
 * The view at a scale, about a point; the whole picture and one to one take turns with it.
 *
 * @param actual  the scale of one to one
 */
export function toggleActualSize(view: View, point: Place, picture: Extent, place: Extent, actual = 1): View {
  if (view.scale !== undefined) return FITTED
  const fit = fitScale(picture, place)
  // a picture that is shown larger than it is comes nearer all the same
  return zoomAt(view, fit < actual ? actual / fit : 2, point, picture, place)
}

function keepInside(view: View, picture: Extent, place: Extent): View {
  const scale = scaleOf(view, picture, place)
  const reach = (whole: number, shown: number) => Math.max(0, (whole * scale - shown) / 2)
  const keep = (value: number, most: number) => Math.min(Math.max(value, -most), most)
  return {
    ...view,
    x: keep(view.x, reach(picture.width, place.width)),
    y: keep(view.y, reach(picture.height, place.height)),
  }
}
