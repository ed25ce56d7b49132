import type { App } from '../services/app.ts'
import { getDownload, startDownload } from '../services/archives/downloads.ts'
import { uploadImage } from '../services/images/image-uploads.ts'
import {
  changeImage,
  clearIntermediates,
  countIntermediates,
  deleteImages,
  deleteUncategorized,
  getImage,
  getImageFile,
  getImages,
  getMetadata,
  getTrashedThumbnail,
  getWorkflowAndGraph,
  purgeTrash,
  restore,
  restoreTrash,
  showImageNames,
  showImages,
  showTrash,
  star,
} from '../services/images/images.ts'
import { presentImageUrls } from '../services/presenters.ts'
import { type Handlers, JsonBytes } from './handlers.ts'

/** Answers the routes of images, their files, archives and the trash. */
export function createImageHandlers(app: App) {
  return {
    uploadImage: async ({ query, form }, { actor, setHeader }) => {
      const image = await uploadImage(app, actor, { ...query, ...form })
      setHeader('Location', `${app.settings.values.base_url ?? ''}/${image.image_url}`)
      return image
    },
    listImages: ({ query }, { actor }) => showImages(app, actor, query),
    listImageNames: async ({ query }, { actor }) => new JsonBytes(await showImageNames(app, actor, query)),
    getImagesByNames: ({ body }, { actor }) => getImages(app, actor, body.image_names),
    getImage: ({ params }, { actor }) => getImage(app, actor, params.image_name),
    updateImage: ({ params, body }, { actor }) => changeImage(app, actor, params.image_name, body),
    deleteImage: ({ params }, { actor, doer }) => deleteImages(app, actor, [params.image_name], doer),
    deleteImages: ({ body }, { actor, doer }) => deleteImages(app, actor, body.image_names, doer),
    deleteUncategorizedImages: ({ query }, { actor, doer }) => deleteUncategorized(app, actor, query.scope, doer),
    getImageMetadata: ({ params }) => getMetadata(app, params.image_name),
    getImageWorkflow: ({ params }, { actor }) => getWorkflowAndGraph(app, actor, params.image_name),
    getImageFull: async ({ params: { image_name } }, { actor }) => ({
      type: 'image/png',
      content: await getImageFile(app, actor, image_name, 'full'),
      filename: image_name,
    }),
    getImageThumbnail: async ({ params: { image_name } }, { actor }) => ({
      type: 'image/webp',
      content: await getImageFile(app, actor, image_name, 'thumbnail'),
    }),
    getImageUrls: ({ params }) => presentImageUrls(params.image_name),
    countIntermediates: ({ query }, { actor }) => countIntermediates(app, actor, query.scope),
    clearIntermediates: ({ query }, { actor }) => clearIntermediates(app, actor, query.scope),
    starImages: async ({ body }, { actor }) => {
      const { names, affected_boards } = await star(app, actor, body.image_names, true)
      return { starred_images: names, affected_boards }
    },
    unstarImages: async ({ body }, { actor }) => {
      const { names, affected_boards } = await star(app, actor, body.image_names, false)
      return { unstarred_images: names, affected_boards }
    },
    startDownload: async ({ body }, { actor, doer }) => ({
      response: null,
      bulk_download_item_name: await startDownload(app, actor, body, doer),
    }),
    getDownload: async ({ params: { bulk_download_item_name: name } }, { actor }) => ({
      type: 'application/zip',
      content: await getDownload(app, actor, name),
      filename: name,
      disposition: 'attachment',
    }),
    listTrash: ({ query }, { actor }) => showTrash(app, actor, query),
    getTrashedThumbnail: async ({ params }) => ({
      type: 'image/webp',
      content: await getTrashedThumbnail(app, params.image_name),
    }),
    purgeTrash: async ({ body }, { actor }) => ({ purged: await purgeTrash(app, actor, body.image_names) }),
    restoreTrash: async (_call, { actor }) => ({ restored: await restoreTrash(app, actor) }),
    restoreImages: ({ body }, { actor }) => restore(app, actor, body.image_names),
  } satisfies Partial<Handlers>
}
