import type { Actor, VirtualBoard } from '@bottega/contracts'
import { listGalleryDays } from '../../data/gallery/gallery.ts'
import { type AskedScope, listScope } from '../../policies/scopes.ts'
import type { App } from '../app.ts'
import { type ImagePageQuery, showImagePage } from '../lists.ts'
import { presentGalleryItem } from '../presenters.ts'

/** A page of the gallery. @throws AppError `image_not_found` */
export function showGallery(deps: Pick<App, 'db' | 'readers'>, actor: Actor, query: ImagePageQuery) {
  return showImagePage(deps, actor, query, presentGalleryItem)
}

/** The days on which the images were made that the actor sees, as boards, newest first. */
export async function showVirtualBoards(
  { readers }: Pick<App, 'readers'>,
  actor: Actor,
  scope: AskedScope,
): Promise<VirtualBoard[]> {
  const days = await listGalleryDays(readers, listScope(actor, scope))
  return days.map(({ date, image_count, asset_count, cover_image_name }) => ({
    virtual_board_id: `by_date:${date}`,
    board_name: date,
    date,
    image_count,
    asset_count,
    video_count: 0,
    cover_image_name,
    cover_video_name: null,
  }))
}
