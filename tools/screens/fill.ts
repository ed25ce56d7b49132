import { setTimeout as wait } from 'node:timers/promises'
import type { CallRequest, Client } from '@bottega/client'
import { buildGraph } from '@bottega/graph'
import sharp from 'sharp'
import { makePhoto } from '../bench/server/photo.ts'

const queue = { queue_id: 'default' }

/** Who has an account on the servers of several people; Ada administers them. */
export type PersonName = 'Ada' | 'Ben' | 'Cleo' | 'Dora'

/** Pictures for a gallery: what they show, and the board that they go to. */
export type Wishes = readonly (readonly [prompt: string, board?: string])[]

/** What one person's gallery begins with. */
export const GALLERY: Wishes = [
  ['a flat rocket on a dark blue background', 'Space'],
  ['a glossy 3d ringed planet on a black background', 'Space'],
  ['a flat full moon on a purple background', 'Space'],
  ['a glossy 3d satellite on a dark blue background', 'Space'],
  ['a flat strawberry on a cream background', 'Kitchen'],
  ['a glossy 3d hamburger on a teal background', 'Kitchen'],
  ['a flat pizza on an orange background', 'Kitchen'],
  ['a glossy 3d red apple on a light green background', 'Kitchen'],
  ['a flat doughnut on a pink background', 'Kitchen'],
  ['a flat fox on a teal background'],
  ['a glossy 3d penguin on an orange background'],
  ['a flat owl on a purple background'],
  ['a glossy 3d panda on a light green background'],
  ['a flat octopus on a light blue background'],
  ['a glossy 3d lion on a yellow background'],
  ['a flat sunflower on a light green background'],
  ['a glossy 3d cactus on a cream background'],
  ['a flat house on a light blue background'],
  ['a glossy 3d police car on a gray background'],
  ['a flat christmas tree on a red background'],
  ['a glossy 3d red heart on a black background'],
  ['a flat smiling face with sunglasses on a blue background'],
]

type Enqueue = CallRequest<'enqueueBatch'>['body']

/** A batch of one picture of the starter model, which says its prompt and seed as the page's own do. */
async function buildBatch(
  client: Client,
  prompt: string,
  more: Readonly<{ board?: string; steps?: number; size?: number }> = {},
) {
  const { models } = await client.listModels({ query: { model_type: 'main' } })
  const model = models.find((one) => one.type === 'main')
  if (model === undefined) throw new Error('the server has no model to paint with')
  const { board, steps = 12, size = 128 } = more
  const [seed, guidanceScale] = [hashText(prompt), 2]
  const form = {
    model,
    positivePrompt: prompt,
    negativePrompt: '',
    seed,
    width: size,
    height: size,
    steps,
    guidanceScale,
  } as const
  let last = 0
  const recipe = buildGraph({ ...form, scheduler: 'ddim', ...(board !== undefined && { board }) }, () => String(++last))
  const put = (node_path: string, value: string | number) => ({ node_path, field_name: 'value', items: [value] })
  const { graph } = recipe
  const data = [[put(recipe.seed, seed)], [put(recipe.positivePrompt, prompt)]]
  return { batch: { graph: { ...graph, edges: [...graph.edges] }, data, origin: 'page', runs: 1 } } satisfies Enqueue
}

/** A seed that stays the same however the list changes. */
const hashText = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 32, 7)

/** Has pictures made, on boards that are made first, and waits until they are there; answers the ids of the boards. */
export async function makePictures(client: Client, wishes: Wishes): Promise<ReadonlyMap<string, string>> {
  const boards = new Map<string, string>()
  for (const name of new Set(wishes.flatMap(([, board]) => board ?? []))) {
    boards.set(name, (await client.createBoard({ query: { board_name: name } })).board_id)
  }
  for (const [prompt, name] of wishes) {
    const board = name === undefined ? undefined : boards.get(name)
    await client.enqueueBatch({ params: queue, body: await buildBatch(client, prompt, board === undefined ? {} : { board }) })
  }
  await awaitEnd(client)
  return boards
}

/** Waits until nothing is left to run. */
async function awaitEnd(client: Client): Promise<void> {
  for (;;) {
    const { queue: counts } = await client.getQueueStatus({ params: queue })
    if (counts.pending + counts.in_progress === 0) return
    await wait(200)
  }
}

/** Uploads a picture, and stars some of those that are there. */
export async function addUploadAndStars(client: Client): Promise<void> {
  const file = new File([Uint8Array.from(await makePhoto(3))], 'harbour.png', { type: 'image/png' })
  await client.uploadImage({ query: { image_category: 'user', is_intermediate: false }, form: { file } })
  const { items } = await client.listImages({ query: { categories: ['general'], is_intermediate: false, limit: 9 } })
  const image_names = items.filter((_, at) => at % 4 === 1).map(({ image_name }) => image_name)
  await client.starImages({ body: { image_names } })
}

/** Uploads many small pictures, of which every twelfth is the same; answers their names. */
export async function uploadMany(client: Client, count: number, board_id?: string): Promise<string[]> {
  const photos = await Promise.all(
    Array.from({ length: 12 }, async (_, seed) =>
      Uint8Array.from(
        await sharp(await makePhoto(seed))
          .resize(256)
          .png()
          .toBuffer(),
      ),
    ),
  )
  const names: string[] = []
  for (let at = 0; at < count; at++) {
    const file = new File([photos[at % photos.length] ?? new Uint8Array()], `photo-${at}.png`, { type: 'image/png' })
    const query = { image_category: 'general', is_intermediate: false, ...(board_id !== undefined && { board_id }) } as const
    names.push((await client.uploadImage({ query, form: { file } })).image_name)
  }
  return names
}

/** Has an item fail as they do in life: the picture that it starts from is deleted while it waits. */
export async function makeFailure(client: Client): Promise<void> {
  const file = new File([Uint8Array.from(await makePhoto(4))], 'lost.png', { type: 'image/png' })
  const { image_name } = await client.uploadImage({ query: { image_category: 'user', is_intermediate: false }, form: { file } })
  await client.pauseProcessor({ params: queue })
  const nodes = { blur: { id: 'blur', type: 'img_blur', image: { image_name } } }
  await client.enqueueBatch({ params: queue, body: { batch: { graph: { id: 'lost', nodes, edges: [] }, runs: 1 } } })
  await client.deleteImage({ params: { image_name } })
  await client.resumeProcessor({ params: queue })
  await awaitEnd(client)
}

/** Gives the queue a picture that takes minutes, and others that wait behind it; answers when it is on its way. */
export async function keepBusy(client: Client, waiting: readonly string[]): Promise<void> {
  const slow = await buildBatch(client, 'a glossy 3d castle on a light blue background', { steps: 900, size: 256 })
  await client.enqueueBatch({ params: queue, body: slow })
  for (const prompt of waiting) await client.enqueueBatch({ params: queue, body: await buildBatch(client, prompt) })
  while ((await client.getQueueStatus({ params: queue })).queue.in_progress === 0) await wait(100)
}

/** Takes everything out of the queue that has not ended. */
export async function endWork(client: Client): Promise<void> {
  await client.cancelAllExceptCurrent({ params: queue })
  const current = await client.getCurrentQueueItem({ params: queue })
  if (current) await client.cancelQueueItem({ params: { ...queue, item_id: current.item_id } })
  await awaitEnd(client)
}
