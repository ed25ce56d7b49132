import { z } from 'zod'
import { ownership } from './ownership.ts'
import { offsetPage } from './paging.ts'
import { UtcText } from './time.ts'

/** What an image is for: `general` are the gallery's images, the others its assets. */
export type ImageCategory = z.infer<typeof ImageCategory>
export const ImageCategory = z.enum(['general', 'mask', 'control', 'user', 'other']).meta({ id: 'ImageCategory' })

/** Where an image comes from: made by a node, or uploaded. */
export type ResourceOrigin = z.infer<typeof ResourceOrigin>
export const ResourceOrigin = z.enum(['internal', 'external']).meta({ id: 'ResourceOrigin' })

/** What images and videos have in common. */
export const mediaFields = {
  width: z.int(),
  height: z.int(),
  created_at: UtcText,
  updated_at: UtcText,
  deleted_at: UtcText.optional(),
  is_intermediate: z.boolean(),
  session_id: z.string().optional(),
  node_id: z.string().optional(),
  starred: z.boolean(),
  /** a workflow or a graph is embedded */
  has_workflow: z.boolean(),
  board_id: z.string().optional(),
  ...ownership,
}

/** What to show of a picture while its thumbnail is on the way: its ThumbHash in base64. Older images have none. */
export const Placeholder = z.string().max(40)

/** What may be changed on an image and on a video. */
export const mediaChanges = {
  session_id: z.string().nullish(),
  is_intermediate: z.boolean().nullish(),
  starred: z.boolean().nullish(),
}

const fields = {
  /** `<uuid>.png` */
  image_name: z.string(),
  /** relative, without a leading slash */
  image_url: z.string(),
  thumbnail_url: z.string(),
  image_origin: ResourceOrigin,
  image_category: ImageCategory,
  image_subfolder: z.string(),
  placeholder: Placeholder.optional(),
  ...mediaFields,
}

/** An image. Absent fields are left out, not null. */
export type ImageDto = z.infer<typeof ImageDto>
export const ImageDto = z.object(fields).meta({ id: 'ImageDTO' })

/** A part of a list of images. */
export const ImagePage = offsetPage('OffsetPaginatedResults_ImageDTO_', ImageDto)

/** An image in the trash: it has the time of its deletion. */
export type TrashedImage = z.infer<typeof TrashedImage>
export const TrashedImage = z
  .object({
    ...fields,
    deleted_at: UtcText,
    /** when it goes for good */
    expires_at: UtcText,
  })
  .meta({ id: 'TrashedImageDTO' })

/** A part of the trash, last deleted first. */
export const TrashPage = offsetPage('OffsetPaginatedResults_TrashedImageDTO_', TrashedImage)

/** Names of images in order, for clients that load what is in view. */
export type ImageNames = z.infer<typeof ImageNames>
export const ImageNames = z
  .object({ image_names: z.array(z.string()), starred_count: z.int(), total_count: z.int() })
  .meta({ id: 'ImageNamesResult' })

/** Where an image's files are. */
export type ImageUrls = z.infer<typeof ImageUrls>
export const ImageUrls = z
  .object({ image_name: z.string(), image_url: z.string(), thumbnail_url: z.string() })
  .meta({ id: 'ImageUrlsDTO' })

/** What may be changed on an image; other keys are ignored. */
export type ImageChanges = z.infer<typeof ImageChanges>
export const ImageChanges = z
  .object({ image_category: ImageCategory.nullish(), ...mediaChanges })
  .meta({ id: 'ImageRecordChanges' })

/** Names of images in a body, named in documents by this id. */
export function imageNamesBody(id: string) {
  return z.object({ image_names: z.array(z.string()) }).meta({ id })
}

/** What a deletion did; `failed_images` names what was refused or unknown. */
export type DeleteImagesResult = z.infer<typeof DeleteImagesResult>
export const DeleteImagesResult = z
  .object({
    deleted_images: z.array(z.string()),
    failed_images: z.array(z.string()),
    affected_boards: z.array(z.string()),
  })
  .meta({ id: 'DeleteImagesResult' })

/** What was starred. */
export type StarredImagesResult = z.infer<typeof StarredImagesResult>
export const StarredImagesResult = z
  .object({ starred_images: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'StarredImagesResult' })

/** What lost its star. */
export type UnstarredImagesResult = z.infer<typeof UnstarredImagesResult>
export const UnstarredImagesResult = z
  .object({ unstarred_images: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'UnstarredImagesResult' })

/** What came back from the trash. */
export type RestoreImagesResult = z.infer<typeof RestoreImagesResult>
export const RestoreImagesResult = z
  .object({ restored_images: z.array(z.string()), affected_boards: z.array(z.string()) })
  .meta({ id: 'RestoreImagesResult' })

/** What is to go from the trash for good: some images, or all of the caller's own. */
export type PurgeTrashRequest = z.infer<typeof PurgeTrashRequest>
export const PurgeTrashRequest = z
  .object({ image_names: z.array(z.string()).min(1).optional(), all: z.literal(true).optional() })
  .refine(({ image_names, all }) => (image_names === undefined) === (all === true), 'Name images, or say all')
  .meta({ id: 'PurgeTrashRequest' })

/** How many images went from the trash for good. */
export type PurgeTrashResult = z.infer<typeof PurgeTrashResult>
export const PurgeTrashResult = z.object({ purged: z.int() }).meta({ id: 'PurgeTrashResult' })

/** How many images came back from the trash. */
export type RestoreTrashResult = z.infer<typeof RestoreTrashResult>
export const RestoreTrashResult = z.object({ restored: z.int() }).meta({ id: 'RestoreTrashResult' })

/** How an image was made, by any keys. It has no name of its own: that of the reference is the nodes' field of this kind. */
export const ImageMetadata = z.record(z.string(), z.unknown())

/** The workflow and the graph that are embedded in a file, as JSON texts. */
export type WorkflowAndGraph = z.infer<typeof WorkflowAndGraph>
export const WorkflowAndGraph = z
  .object({ workflow: z.string().nullable(), graph: z.string().nullable() })
  .meta({ id: 'WorkflowAndGraphResponse' })

/** A zip that is asked for: of a board, else of the named images. */
export type DownloadRequest = z.infer<typeof DownloadRequest>
export const DownloadRequest = z
  .object({ image_names: z.array(z.string()).nullish(), board_id: z.string().nullish() })
  .meta({ id: 'Body_download_images_from_list' })

/** A zip that is being made; events tell when it can be fetched. */
export type DownloadAccepted = z.infer<typeof DownloadAccepted>
export const DownloadAccepted = z
  .object({ response: z.string().nullable(), bulk_download_item_name: z.string() })
  .meta({ id: 'ImagesDownloaded' })

/** An upload that was announced, as the reference describes it. No answer carries one: the route is always refused. */
export const ImageUploadEntry = z.object({ image_dto: ImageDto, presigned_url: z.string() }).meta({ id: 'ImageUploadEntry' })
