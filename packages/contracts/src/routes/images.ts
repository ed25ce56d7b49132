import { z } from 'zod'
import {
  DeleteImagesResult,
  DownloadAccepted,
  DownloadRequest,
  ImageCategory,
  ImageChanges,
  ImageDto,
  ImageMetadata,
  ImageNames,
  ImagePage,
  ImageUploadEntry,
  ImageUrls,
  imageNamesBody,
  ResourceOrigin,
  RestoreImagesResult,
  StarredImagesResult,
  TrashPage,
  UnstarredImagesResult,
  WorkflowAndGraph,
} from '../entities/image.ts'
import { FileField, pictureErrors } from '../entities/upload.ts'
import { refuse } from '../later.ts'
import { file } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wirePage, wireScope } from '../wire-values.ts'
import { galleryFilter, galleryNarrowing, galleryPlace, readingBoard } from './gallery-filter.ts'

const params = z.object({ image_name: z.string() })
const reading = { resource: 'image', by: 'image_name', action: 'read' } as const
const viewing = { media: true, rules: [reading] } as const
const changingAll = { resource: 'image', by: 'image_names', action: 'update' } as const

const filter = { image_origin: ResourceOrigin.optional(), ...galleryFilter, ...galleryNarrowing }

/** Generated and uploaded images, their files, and the trash. */
export const imageRoutes = {
  uploadImage: defineRoute({
    method: 'POST',
    path: '/api/v1/images/upload',
    summary: 'Upload an image; it is stored as PNG',
    query: z.object({
      image_category: ImageCategory,
      is_intermediate: wireFlag(),
      board_id: z.string().optional(),
      session_id: z.string().optional(),
      crop_visible: wireFlag().default(false),
    }),
    form: z
      .object({ file: FileField, resize_to: z.string().optional(), metadata: z.string().optional() })
      .meta({ id: 'Body_upload_image' }),
    response: ImageDto,
    status: 201,
    access: { resource: 'board', by: 'board_id', action: 'upload' },
    scope: 'generate',
    errors: [...pictureErrors, 'resize_to_invalid', 'storage_full'],
  }),
  createImageUploadEntry: defineRoute({
    method: 'POST',
    path: '/api/v1/images/',
    summary: 'Announce an upload: always answered with 501, send the file itself to images/upload instead',
    body: z
      .object({ width: z.int(), height: z.int(), board_id: z.string().nullish() })
      .meta({ id: 'Body_create_image_upload_entry' }),
    response: ImageUploadEntry,
    access: 'user',
    later: refuse('not_implemented'),
  }),
  listImages: defineRoute({
    method: 'GET',
    path: '/api/v1/images/',
    summary: 'List images: from an offset on, or those after an image',
    query: z.object({ ...filter, ...wirePage({ limit: 10 }), ...galleryPlace }),
    response: ImagePage,
    access: readingBoard,
    errors: ['image_not_found'],
  }),
  listImageNames: defineRoute({
    method: 'GET',
    path: '/api/v1/images/names',
    summary: 'List the names of images in order',
    query: z.object(filter),
    response: ImageNames,
    access: readingBoard,
  }),
  getImagesByNames: defineRoute({
    method: 'POST',
    path: '/api/v1/images/images_by_names',
    summary: 'Get images by their names; those that may not be seen are left out',
    body: imageNamesBody('Body_get_images_by_names'),
    response: z.array(ImageDto),
    access: 'user',
    scope: 'read',
  }),
  getImage: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}',
    summary: 'Get an image',
    params,
    response: ImageDto,
    access: reading,
  }),
  updateImage: defineRoute({
    method: 'PATCH',
    path: '/api/v1/images/i/{image_name}',
    summary: 'Change what an image is for, or its star',
    params,
    body: ImageChanges,
    response: ImageDto,
    access: { resource: 'image', by: 'image_name', action: 'update' },
  }),
  deleteImage: defineRoute({
    method: 'DELETE',
    path: '/api/v1/images/i/{image_name}',
    summary: 'Move an image to the trash',
    params,
    response: DeleteImagesResult,
    access: { resource: 'image', by: 'image_name', action: 'delete' },
  }),
  deleteImages: defineRoute({
    method: 'POST',
    path: '/api/v1/images/delete',
    summary: 'Move images to the trash; those that may not be deleted are named',
    body: imageNamesBody('Body_delete_images_from_list'),
    response: DeleteImagesResult,
    access: 'user',
  }),
  deleteUncategorizedImages: defineRoute({
    method: 'DELETE',
    path: '/api/v1/images/uncategorized',
    summary: 'Move all images that are on no board to the trash',
    query: z.object(wireScope),
    response: DeleteImagesResult,
    access: 'user',
  }),
  getImageMetadata: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}/metadata',
    summary: 'Tell how an image was made',
    params,
    response: ImageMetadata.nullable(),
    access: reading,
  }),
  getImageWorkflow: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}/workflow',
    summary: 'Get the workflow and the graph that are embedded in an image',
    params,
    response: WorkflowAndGraph,
    access: reading,
  }),
  getImageFull: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}/full',
    summary: 'Get the file of an image',
    params,
    response: file(['image/png'], 'immutable'),
    access: viewing,
  }),
  getImageThumbnail: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}/thumbnail',
    summary: 'Get a small picture of an image',
    params,
    response: file(['image/webp'], 'immutable'),
    access: viewing,
  }),
  getImageUrls: defineRoute({
    method: 'GET',
    path: '/api/v1/images/i/{image_name}/urls',
    summary: 'Tell where the files of an image are',
    params,
    response: ImageUrls,
    access: reading,
  }),
  countIntermediates: defineRoute({
    method: 'GET',
    path: '/api/v1/images/intermediates',
    summary: 'Count intermediate images',
    query: z.object(wireScope),
    response: z.int(),
    access: 'user',
  }),
  clearIntermediates: defineRoute({
    method: 'DELETE',
    path: '/api/v1/images/intermediates',
    summary: 'Delete intermediate images for good',
    query: z.object(wireScope),
    response: z.int(),
    access: 'user',
  }),
  starImages: defineRoute({
    method: 'POST',
    path: '/api/v1/images/star',
    summary: 'Star images',
    body: imageNamesBody('Body_star_images_in_list'),
    response: StarredImagesResult,
    access: changingAll,
  }),
  unstarImages: defineRoute({
    method: 'POST',
    path: '/api/v1/images/unstar',
    summary: 'Take the star from images',
    body: imageNamesBody('Body_unstar_images_in_list'),
    response: UnstarredImagesResult,
    access: changingAll,
  }),
  startDownload: defineRoute({
    method: 'POST',
    path: '/api/v1/images/download',
    summary: 'Pack images, or those of a board, into an archive',
    body: DownloadRequest.optional(),
    response: DownloadAccepted,
    status: 202,
    access: [readingBoard, { resource: 'image', by: 'image_names', action: 'read' }],
    errors: ['download_empty'],
  }),
  getDownload: defineRoute({
    method: 'GET',
    path: '/api/v1/images/download/{bulk_download_item_name}',
    summary: 'Get an archive, as often as wanted until it expires',
    params: z.object({ bulk_download_item_name: z.string() }),
    response: file(['application/zip'], 'revalidate'),
    access: { resource: 'download', by: 'bulk_download_item_name', action: 'read' },
  }),
  listTrash: defineRoute({
    method: 'GET',
    path: '/api/v1/images/trash',
    summary: 'List the deleted images that the caller owns, last deleted first',
    query: z.object({ ...wirePage({ limit: 50, min: 1, max: 1000 }), ...wireScope }),
    response: TrashPage,
    access: 'user',
  }),
  restoreImages: defineRoute({
    method: 'POST',
    path: '/api/v1/images/restore',
    summary: 'Take images out of the trash',
    body: imageNamesBody('RestoreImagesRequest'),
    response: RestoreImagesResult,
    access: { resource: 'image', by: 'image_names', action: 'restore' },
  }),
}
