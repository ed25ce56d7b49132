import { z } from 'zod'
import { ImageCategory, mediaChanges, mediaFields, ResourceOrigin } from './image.ts'
import { offsetPage } from './paging.ts'

/** A video. Absent fields are left out, not null. */
export type VideoDto = z.infer<typeof VideoDto>
export const VideoDto = z
  .object({
    /** `<uuid>.mp4` */
    video_name: z.string(),
    video_url: z.string(),
    thumbnail_url: z.string(),
    video_origin: ResourceOrigin,
    video_category: ImageCategory,
    /** seconds */
    duration: z.number(),
    fps: z.number().optional(),
    video_subfolder: z.string(),
    ...mediaFields,
  })
  .meta({ id: 'VideoDTO' })

/** A part of a list of videos. */
export const VideoPage = offsetPage('OffsetPaginatedResults_VideoDTO_', VideoDto)

/** Names of videos in order. */
export type VideoNames = z.infer<typeof VideoNames>
export const VideoNames = z
  .object({ video_names: z.array(z.string()), starred_count: z.int(), total_count: z.int() })
  .meta({ id: 'VideoNamesResult' })

/** Where a video's files are. */
export type VideoUrls = z.infer<typeof VideoUrls>
export const VideoUrls = z
  .object({ video_name: z.string(), video_url: z.string(), thumbnail_url: z.string() })
  .meta({ id: 'VideoUrlsDTO' })

/** What may be changed on a video; other keys are ignored. */
export type VideoChanges = z.infer<typeof VideoChanges>
export const VideoChanges = z
  .object({ video_category: ImageCategory.nullish(), ...mediaChanges })
  .meta({ id: 'VideoRecordChanges' })

/** At most 1,000 names in a body. */
export const VideoNamesBody = z.object({ video_names: z.array(z.string().max(255)).max(1000) }).meta({ id: 'VideoNamesBatch' })

/** What a deletion did. */
export type DeleteVideosResult = z.infer<typeof DeleteVideosResult>
export const DeleteVideosResult = z
  .object({
    deleted_videos: z.array(z.string()),
    failed_videos: z.array(z.string()),
    affected_boards: z.array(z.string()),
  })
  .meta({ id: 'DeleteVideosResult' })

/** What was starred. */
export const StarredVideosResult = z
  .object({ starred_videos: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'StarredVideosResult' })

/** What lost its star. */
export const UnstarredVideosResult = z
  .object({ unstarred_videos: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'UnstarredVideosResult' })

/** A video and the board it goes to. */
export const VideoOnBoardBody = z.object({ board_id: z.string(), video_name: z.string() }).meta({ id: 'VideoBoardArg' })

/** What was put on a board. */
export const AddVideosToBoardResult = z
  .object({ added_videos: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'AddVideosToBoardResult' })

/** What was taken off its board. */
export const RemoveVideosFromBoardResult = z
  .object({ removed_videos: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'RemoveVideosFromBoardResult' })
