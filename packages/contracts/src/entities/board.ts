import { z } from 'zod'
import { ownership } from './ownership.ts'
import { offsetPage } from './paging.ts'
import { SharePermission } from './sharing.ts'
import { UtcText } from './time.ts'

/** The id that stands for "on no board" wherever a board is named. */
export const NO_BOARD = 'none'

/** Who may see a board beside its owner: nobody, everybody, or everybody and add to it. */
export type BoardVisibility = z.infer<typeof BoardVisibility>
export const BoardVisibility = z.enum(['private', 'shared', 'public']).meta({ id: 'BoardVisibility' })

/** What boards can be ordered by. */
export type BoardOrder = z.infer<typeof BoardOrder>
export const BoardOrder = z.enum(['created_at', 'board_name']).meta({ id: 'BoardRecordOrderBy' })

/** A board's name: 1 to 300 characters, code points that is, kept letter for letter. */
export const BoardName = z
  .string()
  .refine((name) => name.length > 0 && [...name].length <= 300, 'Board names have 1 to 300 characters')
  .meta({ minLength: 1, maxLength: 300 })

/** A collection of images. Absent fields are left out, not null. */
export type BoardDto = z.infer<typeof BoardDto>
export const BoardDto = z
  .object({
    board_id: z.string(),
    board_name: z.string(),
    user_id: z.string(),
    created_at: UtcText,
    updated_at: UtcText,
    deleted_at: UtcText.optional(),
    cover_image_name: z.string().optional(),
    cover_video_name: z.string().optional(),
    archived: z.boolean(),
    board_visibility: BoardVisibility,
    /** generated, not intermediate */
    image_count: z.int(),
    asset_count: z.int(),
    video_count: z.int(),
    /** for administrators only: display name or address */
    owner_username: z.string().optional(),
    /** what is granted to the caller; absent without a grant */
    granted: SharePermission.optional(),
    /** grants and open public links, for those who may manage it */
    share_count: z.int().optional(),
    link_count: z.int().optional(),
    ...ownership,
  })
  .meta({ id: 'BoardDTO' })

/** A part of the list of boards. */
export const BoardPage = offsetPage('OffsetPaginatedResults_BoardDTO_', BoardDto)

/** What may be changed on a board; unknown keys are refused. */
export type BoardChanges = z.infer<typeof BoardChanges>
export const BoardChanges = z
  .strictObject({
    board_name: BoardName.nullish(),
    cover_image_name: z.string().nullish(),
    archived: z.boolean().nullish(),
    board_visibility: BoardVisibility.nullish(),
  })
  .meta({ id: 'BoardChanges' })

/** What the deletion of a board did. */
export type DeleteBoardResult = z.infer<typeof DeleteBoardResult>
export const DeleteBoardResult = z
  .object({
    board_id: z.string(),
    /** became uncategorised */
    deleted_board_images: z.array(z.string()),
    deleted_images: z.array(z.string()),
    deleted_board_videos: z.array(z.string()),
    deleted_videos: z.array(z.string()),
    failed_images: z.array(z.string()),
    failed_videos: z.array(z.string()),
  })
  .meta({ id: 'DeleteBoardResult' })

/** What was put on a board, and the boards that changed by it. */
export type AddImagesToBoardResult = z.infer<typeof AddImagesToBoardResult>
export const AddImagesToBoardResult = z
  .object({ added_images: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'AddImagesToBoardResult' })

/** What was taken off its board, and the boards that changed by it. */
export type RemoveImagesFromBoardResult = z.infer<typeof RemoveImagesFromBoardResult>
export const RemoveImagesFromBoardResult = z
  .object({ removed_images: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'RemoveImagesFromBoardResult' })
