import { z } from 'zod'
import { ImageCategory, ImageMetadata, ResourceOrigin, WorkflowAndGraph } from '../entities/image.ts'
import { FileField } from '../entities/upload.ts'
import {
  AddVideosToBoardResult,
  DeleteVideosResult,
  RemoveVideosFromBoardResult,
  StarredVideosResult,
  UnstarredVideosResult,
  VideoChanges,
  VideoDto,
  VideoNames,
  VideoNamesBody,
  VideoOnBoardBody,
  VideoPage,
  VideoUrls,
} from '../entities/video.ts'
import { notOffered, refuse } from '../later.ts'
import { file } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wirePage, wireScope } from '../wire-values.ts'
import { galleryFilter, readingBoard } from './gallery-filter.ts'

const params = z.object({ video_name: z.string() })
const reading = { resource: 'video', by: 'video_name', action: 'read' } as const
const viewing = { media: true, rules: [reading] } as const

const filter = { video_origin: ResourceOrigin.optional(), ...galleryFilter }

// the collection is empty until videos are made here: no name names one
const unknown = (input: { readonly params: { readonly video_name: string } }) =>
  refuse('video_not_found', { videoName: input.params.video_name })
const nothingDeleted = { body: { deleted_videos: [], failed_videos: [], affected_boards: [] } }

/** Videos: not made here yet, so that the collection is empty. */
export const videoRoutes = {
  uploadVideo: defineRoute({
    method: 'POST',
    path: '/api/v1/videos/upload',
    summary: 'Upload a video',
    query: z.object({
      video_category: ImageCategory,
      is_intermediate: wireFlag(),
      board_id: z.string().optional(),
      session_id: z.string().optional(),
    }),
    form: z.object({ file: FileField, metadata: z.string().optional() }).meta({ id: 'Body_upload_video' }),
    response: VideoDto,
    status: 201,
    access: { resource: 'board', by: 'board_id', action: 'upload' },
    scope: 'generate',
    later: notOffered('Videos are not offered yet: upload single images instead'),
  }),
  listVideos: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/',
    summary: 'List videos',
    query: z.object({ ...filter, ...wirePage({ limit: 10, max: 1000 }) }),
    response: VideoPage,
    access: readingBoard,
    later: ({ query }) => ({ body: { items: [], offset: query.offset, limit: query.limit, total: 0 } }),
  }),
  listVideoNames: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/names',
    summary: 'List the names of videos in order',
    query: z.object(filter),
    response: VideoNames,
    access: readingBoard,
    later: { body: { video_names: [], starred_count: 0, total_count: 0 } },
  }),
  getVideo: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}',
    summary: 'Get a video',
    params,
    response: VideoDto,
    access: reading,
    later: unknown,
  }),
  updateVideo: defineRoute({
    method: 'PATCH',
    path: '/api/v1/videos/i/{video_name}',
    summary: 'Change what a video is for, or its star',
    params,
    body: VideoChanges,
    response: VideoDto,
    access: { resource: 'video', by: 'video_name', action: 'update' },
    later: unknown,
  }),
  deleteVideo: defineRoute({
    method: 'DELETE',
    path: '/api/v1/videos/i/{video_name}',
    summary: 'Delete a video',
    params,
    response: DeleteVideosResult,
    access: { resource: 'video', by: 'video_name', action: 'delete' },
    later: unknown,
  }),
  deleteVideos: defineRoute({
    method: 'POST',
    path: '/api/v1/videos/delete',
    summary: 'Delete videos; those that may not be deleted are named',
    body: VideoNamesBody,
    response: DeleteVideosResult,
    access: 'user',
    later: nothingDeleted,
  }),
  deleteUncategorizedVideos: defineRoute({
    method: 'DELETE',
    path: '/api/v1/videos/uncategorized',
    summary: 'Delete all videos that are on no board',
    query: z.object(wireScope),
    response: DeleteVideosResult,
    access: 'user',
    later: nothingDeleted,
  }),
  getVideoMetadata: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}/metadata',
    summary: 'Tell how a video was made',
    params,
    response: ImageMetadata.nullable(),
    access: reading,
    later: unknown,
  }),
  getVideoWorkflow: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}/workflow',
    summary: 'Get the workflow and the graph of a video',
    params,
    response: WorkflowAndGraph,
    access: reading,
    later: unknown,
  }),
  getVideoFull: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}/full',
    summary: 'Get the file of a video',
    params,
    response: file(['video/mp4'], 'immutable'),
    access: viewing,
    later: unknown,
  }),
  getVideoThumbnail: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}/thumbnail',
    summary: 'Get a small picture of a video',
    params,
    response: file(['image/webp'], 'immutable'),
    access: viewing,
    later: unknown,
  }),
  getVideoUrls: defineRoute({
    method: 'GET',
    path: '/api/v1/videos/i/{video_name}/urls',
    summary: 'Tell where the files of a video are',
    params,
    response: VideoUrls,
    access: reading,
    later: unknown,
  }),
  starVideos: defineRoute({
    method: 'POST',
    path: '/api/v1/videos/star',
    summary: 'Star videos',
    body: VideoNamesBody,
    response: StarredVideosResult,
    access: 'user',
    later: { body: { starred_videos: [], affected_boards: [] } },
  }),
  unstarVideos: defineRoute({
    method: 'POST',
    path: '/api/v1/videos/unstar',
    summary: 'Take the star from videos',
    body: VideoNamesBody,
    response: UnstarredVideosResult,
    access: 'user',
    later: { body: { unstarred_videos: [], affected_boards: [] } },
  }),
  addVideoToBoard: defineRoute({
    method: 'POST',
    path: '/api/v1/videos/board',
    summary: 'Put a video on a board',
    body: VideoOnBoardBody,
    response: AddVideosToBoardResult,
    access: [
      { resource: 'board', by: 'board_id', action: 'add' },
      { resource: 'video', by: 'video_name', action: 'move' },
    ],
    scope: 'generate',
    later: ({ body }) => refuse('video_not_found', { videoName: body.video_name }),
  }),
  removeVideoFromBoard: defineRoute({
    method: 'DELETE',
    path: '/api/v1/videos/board',
    summary: 'Take a video off its board',
    body: z.object({ video_name: z.string() }).meta({ id: 'Body_remove_video_from_board' }),
    response: RemoveVideosFromBoardResult,
    access: { resource: 'video', by: 'video_name', action: 'remove' },
    later: ({ body }) => refuse('video_not_found', { videoName: body.video_name }),
  }),
}
