import { dirname } from 'node:path'
import { transaction } from '../../data/database.ts'
import { areFilesHeld } from '../../data/lock.ts'
import {
  forgetFileRemovals,
  type ImageFileName,
  listFileRemovals,
  purgeImages,
  trashImages,
} from '../../data/repositories/images.ts'
import type { Owned } from '../../policies/decide.ts'
import type { RoleAct } from '../access.ts'
import type { App } from '../app.ts'
import { inParts } from '../in-parts.ts'

/** Images that go at once, so that others get in between. */
const AT_ONCE = 200

/** An image that an administrator deletes by the role alone. */
export function deletedOf({ user_id }: Owned): RoleAct {
  return { ownerId: user_id, what: 'image', act: 'deleted' }
}

/** Moves images to the trash, or deletes them for good when the server keeps no trash. */
export async function discardImages(deps: Pick<App, 'db' | 'images' | 'settings'>, imageNames: readonly string[]): Promise<void> {
  if (deps.settings.values.trash_days === 0) return purge(deps, imageNames)
  await transaction(deps.db, (tx) => trashImages(tx, imageNames))
}

/** Deletes images for good, rows first; files that a death leaves behind go at the next start. */
export async function purge(deps: Pick<App, 'db' | 'images'>, imageNames: readonly string[]): Promise<void> {
  await removeFiles(deps, await transaction(deps.db, (tx) => purgeImages(tx, imageNames)))
}

/** Deletes those of the images for good that are in the trash, and tells how many those were. */
export async function purgeTrashed(deps: Pick<App, 'db' | 'images'>, imageNames: readonly string[]): Promise<number> {
  const purged = await transaction(deps.db, (tx) => purgeImages(tx, imageNames, { inTrash: true }))
  await removeFiles(deps, purged)
  return purged.length
}

/** Removes the files of images whose rows are gone, but those that a backup is about to copy. */
export async function finishRemovals(deps: Pick<App, 'db' | 'images'>): Promise<void> {
  for (const some of inParts(await listFileRemovals(deps.db), AT_ONCE)) await removeFiles(deps, some)
}

async function removeFiles({ db, images }: Pick<App, 'db' | 'images'>, places: readonly ImageFileName[]): Promise<void> {
  // whoever began a backup after this look sees the rows gone
  if (places.length === 0 || areFilesHeld(dirname(db.sqlite.path))) return
  await images.delete(places)
  await forgetFileRemovals(
    db,
    places.map(({ image_name }) => image_name),
  )
}
