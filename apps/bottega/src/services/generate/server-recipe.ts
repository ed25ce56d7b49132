import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { Client } from '@bottega/client'
import { buildGraph, type ImageField, type ModelIdentifierField, type Recipe } from '@bottega/graph'
import type { PicturePlan } from './pictures.ts'

/** The graph of a plan for a server, which gets the pictures to start from as intermediate uploads. */
export async function buildServerRecipe(
  client: Client,
  plan: PicturePlan,
  model: ModelIdentifierField,
  signal: AbortSignal | undefined,
): Promise<Recipe> {
  const { settings, image: given, mask: givenMask, strength } = plan
  const form = {
    model,
    positivePrompt: settings.prompt,
    negativePrompt: settings.negativePrompt,
    seed: plan.seeds[0] ?? 0,
    width: settings.width,
    height: settings.height,
    steps: settings.steps,
    // below 1 there is no guidance either
    guidanceScale: Math.max(1, settings.guidanceScale),
    guidanceRescale: settings.guidanceRescale,
    scheduler: settings.scheduler,
    clipSkip: settings.clipSkip,
  }
  const newSuffix = () => randomUUID().slice(0, 10)
  if (given === undefined) return buildGraph(form, newSuffix)

  const { decodeMask, decodePicture, encodePlainPng, measurePicture } = await import('../../worker/pictures.ts')
  const send = async (picture: Parameters<typeof encodePlainPng>[0], name: string): Promise<ImageField> => {
    const file = new File([await encodePlainPng(picture)], name, { type: 'image/png' })
    const query = { image_category: 'user', is_intermediate: true } as const
    const { image_name } = await client.uploadImage({ query, form: { file } }, signal ? { signal } : {})
    return { image_name }
  }
  const image = await send(await decodePicture(given, settings), basename(given.name))
  if (givenMask === undefined) return buildGraph({ ...form, image, strength }, newSuffix)
  const { data, width, height } = await decodeMask(givenMask, await measurePicture(given), settings)
  const name = basename(givenMask.name)
  const blendMask = await send({ data: data.map((share) => 255 - share), width, height }, name)
  const mask = await send({ data: blockMask(data, width), width, height }, name)
  return buildGraph({ ...form, image, mask, blendMask, strength, isExact: true }, newSuffix)
}

/** Side of the square of pixels that is one latent. */
const BLOCK = 8

/** A mask of whole latents, black where they are painted anew: the pixel at the top left of each decides, as for a painter. */
function blockMask(shares: Uint8Array, width: number): Uint8Array {
  return shares.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    return (shares[(y - (y % BLOCK)) * width + x - (x % BLOCK)] ?? 0) >= 127.5 ? 0 : 255
  })
}
