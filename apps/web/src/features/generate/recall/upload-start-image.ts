import { BOARDS, GALLERY, imageKey } from '../../../shared/query-keys.ts'
import type { Studio } from '../../../shared/studio.tsx'
import { startFromImage } from './recall-on-demand.ts'

/** Uploads a picture, which is an asset from then on, and has the form begin with it. */
export async function uploadStartImage(studio: Studio, file: Blob): Promise<void> {
  const { client, queries } = studio.server
  const image = await client.uploadImage({ query: { image_category: 'user', is_intermediate: false }, form: { file } })
  queries.setQueryData(imageKey(image.image_name), image)
  // one more is there to be seen and counted
  for (const queryKey of [GALLERY, BOARDS]) void queries.invalidateQueries({ queryKey })
  await startFromImage(studio, image)
}
