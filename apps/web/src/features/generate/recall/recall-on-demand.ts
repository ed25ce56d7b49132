import type { Studio } from '../../../shared/studio.tsx'
import type { RecallPart } from './recall-part.ts'

const loadRecall = () => import('./recall.ts')

/**
 * Takes what a picture was made with into the form: all of it, or a part. A message says what was taken and offers to take it back.
 *
 * @param metadata  of the image, as the server answers them
 */
export async function recallSettings(studio: Studio, metadata: unknown, part: RecallPart): Promise<void> {
  await (await loadRecall()).takeSettings(studio, metadata, part)
}

/** Has the form begin with an image, as far as its model can. */
export async function startFromImage(studio: Studio, image: { readonly image_name: string }): Promise<void> {
  await (await loadRecall()).takeStartImage(studio, image)
}
