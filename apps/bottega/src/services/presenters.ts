import type { AccessLevel, Actor, BoardDto, GalleryItem, ImageDto, ImageUrls } from '@bottega/contracts'
import type { ImageRecord } from '../data/gallery/image-record.ts'
import type { BoardRecord } from '../data/repositories/boards.ts'
import { findBoardAccess } from '../policies/boards.ts'
import { findImageAccess } from '../policies/images.ts'

/** Owner and rights as the wire has them. */
export function presentOwnership(
  { user_id, owner_display_name }: { readonly user_id: string; readonly owner_display_name: string | null },
  access: AccessLevel | undefined,
) {
  // who may do nothing is not shown the thing at all
  return { owner: { user_id, display_name: owner_display_name }, access: access ?? ('read' as const) }
}

/** A board as the actor sees it. */
export function presentBoard(board: BoardRecord, actor: Actor): BoardDto {
  const { owner_display_name } = board
  const access = findBoardAccess(actor, board)
  const manages = access === 'owner' || access === 'admin'
  return {
    board_id: board.board_id,
    board_name: board.board_name,
    user_id: board.user_id,
    created_at: board.created_at,
    updated_at: board.updated_at,
    ...(board.cover_image_name !== null && { cover_image_name: board.cover_image_name }),
    archived: board.archived === 1,
    board_visibility: board.board_visibility,
    image_count: board.image_count,
    asset_count: board.asset_count,
    video_count: 0,
    ...(actor.role === 'admin' && !actor.isSystem && owner_display_name !== null && { owner_username: owner_display_name }),
    ...(board.viewer_permission !== null && { granted: board.viewer_permission }),
    ...(manages && { share_count: board.grant_count, link_count: board.link_count }),
    ...presentOwnership(board, access),
  }
}

/** Where the files of an image are. */
export function presentImageUrls(imageName: string): ImageUrls {
  const base = `api/v1/images/i/${encodeURIComponent(imageName)}`
  return { image_name: imageName, image_url: `${base}/full`, thumbnail_url: `${base}/thumbnail` }
}

/** An image as the actor sees it. */
export function presentImage(image: ImageRecord, actor: Actor): ImageDto {
  return {
    ...presentImageUrls(image.image_name),
    image_origin: image.image_origin,
    image_category: image.image_category,
    width: image.width,
    height: image.height,
    created_at: image.created_at,
    updated_at: image.updated_at,
    ...(image.deleted_at !== null && { deleted_at: image.deleted_at }),
    is_intermediate: image.is_intermediate === 1,
    ...(image.session_id !== null && { session_id: image.session_id }),
    ...(image.node_id !== null && { node_id: image.node_id }),
    starred: image.starred === 1,
    has_workflow: image.has_workflow === 1,
    image_subfolder: image.image_subfolder,
    ...(image.placeholder !== null && { placeholder: image.placeholder }),
    ...(image.board_id !== null && { board_id: image.board_id }),
    ...presentOwnership(image, findImageAccess(actor, image)),
  }
}

/** An image as an entry of the gallery. */
export function presentGalleryItem(image: ImageRecord): GalleryItem {
  const { image_url, thumbnail_url } = presentImageUrls(image.image_name)
  return {
    kind: 'image',
    name: image.image_name,
    full_url: image_url,
    thumbnail_url,
    width: image.width,
    height: image.height,
    category: image.image_category,
    starred: image.starred === 1,
    is_intermediate: image.is_intermediate === 1,
    ...(image.placeholder !== null && { placeholder: image.placeholder }),
    ...(image.board_id !== null && { board_id: image.board_id }),
    created_at: image.created_at,
  }
}
