import type { Studio } from '../../shared/studio.tsx'
import { startFromImage } from './recall-on-demand.ts'

/** Uploads a picture, which is an asset from then on, and has the form begin with it. */
export async function uploadStartImage(studio: Studio, file: Blob): Promise<void> {
  const image = await studio.server.client.uploadImage({
    query: { image_category: 'user', is_intermediate: false },
    form: { file },
  })
  studio.server.queries.setQueryData(['image', image.image_name], image)
  await startFromImage(studio, image)
}
