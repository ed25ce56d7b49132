import type { Studio } from '../../shared/studio.tsx'
import { type RecallPart, recallSettings, startFromImage } from '../generate/index.ts'
import type { PickedImages } from './image.ts'
import { metadataQuery } from './queries.ts'

/** Takes what an image was made with into the form. */
export async function recallFrom(studio: Studio, { names: [name] }: PickedImages, part: RecallPart): Promise<void> {
  if (name === undefined) return
  const metadata = await studio.server.queries.ensureQueryData(metadataQuery(studio.server.client, name))
  await recallSettings(studio, metadata, part)
}

/** Has the form begin with an image. */
export async function startFrom(studio: Studio, { names: [name] }: PickedImages): Promise<void> {
  if (name !== undefined) await startFromImage(studio, { image_name: name })
}

/** Opens two images beside each other. */
export function compareImages({ go }: Studio, { names: [image, compare] }: PickedImages): Promise<void> | undefined {
  if (image === undefined || compare === undefined) return undefined
  return go({ to: '/', search: (search) => ({ ...search, image, compare }) })
}
