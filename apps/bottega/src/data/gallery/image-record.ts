import type { Queryable } from '../database.ts'
import type { BoardVisibility, Flag, ImageCategory, ImageOrigin, Permission } from '../tables.ts'

/** An image with what is needed to say whose it is and what one user may do with it. */
export interface ImageRecord {
  readonly image_name: string
  readonly user_id: string
  readonly owner_display_name: string | null
  readonly board_id: string | null
  /** Owner and visibility of its board; null where it lies on none. */
  readonly board_user_id: string | null
  readonly board_visibility: BoardVisibility | null
  /** What the board grants to the user who looks. */
  readonly viewer_permission: Permission | null
  readonly image_origin: ImageOrigin
  readonly image_category: ImageCategory
  readonly width: number
  readonly height: number
  readonly session_id: string | null
  readonly node_id: string | null
  readonly is_intermediate: Flag
  readonly starred: Flag
  readonly has_workflow: Flag
  readonly image_subfolder: string
  readonly created_at: string
  readonly updated_at: string
  readonly deleted_at: string | null
  /** A ThumbHash in base64; null for images of before. */
  readonly placeholder: string | null
}

/** All images, the trash included, as records for the user who looks. */
export function selectImageRecords(db: Queryable, viewerId: string) {
  return db
    .selectFrom('images')
    .leftJoin('users', 'users.user_id', 'images.user_id')
    .leftJoin('boards', 'boards.board_id', 'images.board_id')
    .leftJoin('board_grants', (join) =>
      join.onRef('board_grants.board_id', '=', 'images.board_id').on('board_grants.user_id', '=', viewerId),
    )
    .select([
      'images.image_name',
      'images.user_id',
      'users.display_name as owner_display_name',
      'images.board_id',
      'boards.user_id as board_user_id',
      'boards.board_visibility',
      'board_grants.permission as viewer_permission',
      'images.image_origin',
      'images.image_category',
      'images.width',
      'images.height',
      'images.session_id',
      'images.node_id',
      'images.is_intermediate',
      'images.starred',
      'images.has_workflow',
      'images.image_subfolder',
      'images.created_at',
      'images.updated_at',
      'images.deleted_at',
      'images.placeholder',
    ])
}
