import { SYSTEM_ACTOR } from '@bottega/contracts'
import { listImagePlaces, listLostPlaces, listNewestPlaces } from '../../data/repositories/images.ts'
import { createImageFiles } from '../../files/image-files.ts'
import type { App } from '../app.ts'
import { inParts } from '../in-parts.ts'
import { restore } from './images.ts'

/** So many pictures may go astray one by one; when more are gone, it may be their folder. */
const A_HANDFUL = 10
const A_FEW_PER_CENT = 0.03
/** How many images a start looks at. */
const SAMPLE = 500
/** Images that come back at once, so that others get in between. */
const AT_ONCE = 200

/** Whether so many pictures are gone that their folder seems to be: a disk that is not mounted, a restore without images. */
export function looksAway({ lost, looked }: { readonly lost: number; readonly looked: number }): boolean {
  return lost > 0 && (lost === looked || (lost > A_HANDFUL && lost > looked * A_FEW_PER_CENT))
}

/**
 * Says that the folder of images seems not to be there; undefined where it is.
 *
 * @param isThorough  whether all images are looked at, and not the newest alone
 */
export async function findAwayFolder(
  { db, root }: Pick<App, 'db' | 'root'>,
  { isThorough }: { readonly isThorough: boolean },
): Promise<string | undefined> {
  const places = isThorough
    ? (await listImagePlaces(db)).filter(({ deleted_at }) => deleted_at === null)
    : await listNewestPlaces(db, SAMPLE)
  const missing = await createImageFiles(root.images).listMissing(places)
  const lost = missing.filter(({ kind }) => kind === 'full').length
  if (!looksAway({ lost, looked: places.length })) return undefined
  const all = isThorough ? `${places.length} images` : `the ${places.length} newest images`
  return `${root.images} lacks the pictures of ${lost} of ${all}. Is its disk mounted?`
}

/** Takes those images out of the trash that were put there because their pictures were gone, and whose pictures are back; answers how many. */
export async function recoverFound(deps: Pick<App, 'db' | 'root'>): Promise<number> {
  const found = await listFound(deps)
  let recovered = 0
  for (const names of inParts(found, AT_ONCE)) {
    recovered += (await restore(deps, SYSTEM_ACTOR, names)).restored_images.length
  }
  return recovered
}

/** Names of the images that `recoverFound` would take out of the trash. */
export async function listFound({ db, root }: Pick<App, 'db' | 'root'>): Promise<string[]> {
  const places = await listLostPlaces(db)
  if (places.length === 0) return []
  const missing = await createImageFiles(root.images).listMissing(places)
  const lost = new Set(missing.filter(({ kind }) => kind === 'full').map(({ place }) => place.image_name))
  return places.map(({ image_name }) => image_name).filter((name) => !lost.has(name))
}
