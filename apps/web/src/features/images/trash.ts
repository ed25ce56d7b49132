import i18next from 'i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import type { Studio } from '../../shared/studio.tsx'
import { tellChange } from './changes.ts'
import { isMovable, type PickedImages } from './image.ts'
import { refreshNeighbours } from './neighbours.ts'

/** Moves images to the trash, which a message offers to take back. */
export async function deleteImages(studio: Studio, picked: PickedImages): Promise<void> {
  const { client, queries } = studio.server
  tellChange(queries, { kind: 'deleted', names: picked.names })
  picked.onDeleted?.()
  const takeBack = (names: readonly string[]) => tellChange(queries, { kind: 'restored', names })
  const result = await client.deleteImages({ body: { image_names: picked.names } }).catch((error: unknown) => {
    takeBack(picked.names)
    picked.onRestored?.()
    throw error
  })
  // what was read while it was under way may still name them
  refreshNeighbours(queries)
  const { deleted_images: deleted, failed_images: failed } = result
  void queries.invalidateQueries({ queryKey: BOARDS })
  // lists closed up by themselves; what they read meanwhile still had the images
  void queries.invalidateQueries({ queryKey: GALLERY })
  if (failed.length > 0) {
    takeBack(failed)
    tell({ text: i18next.t('images:notDeleted', { count: failed.length }), tone: 'failure' })
  }
  if (deleted.length === 0) return
  // of others' pictures on one's own board only they and administrators take back the deletion
  const isRestorable = picked.known.every((image) => isMovable(image, studio))
  tell({
    text: i18next.t('images:deleted', { count: deleted.length }),
    ...(isRestorable && {
      act: { label: i18next.t('shared:undo'), run: () => attempt(() => restoreImages(studio, { ...picked, names: deleted })) },
    }),
  })
}

async function restoreImages({ server }: Studio, { names, onRestored }: PickedImages): Promise<void> {
  const { restored_images } = await server.client.restoreImages({ body: { image_names: names } })
  tellChange(server.queries, { kind: 'restored', names: restored_images })
  onRestored?.()
}
