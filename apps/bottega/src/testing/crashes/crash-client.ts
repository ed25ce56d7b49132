import type { CrashRoot } from './crash-root.ts'
import { QUEUE } from './crash-root.ts'
import { type Expectations, findViolations } from './find-violations.ts'

/** Items of each batch. */
const RUNS = 2
/** Pictures that an item saves, as `width intermediate`: drawn or painted, enlarged, under noise. */
const PICTURES = ['64 0', '384 1', '384 0']
const STEPS = 4

/** Somebody who uses the queue of a root whose servers die, and knows afterwards what has to be there. */
export interface CrashClient {
  /** The ids of the new items, the oldest first; undefined when no answer came. Drawing takes no model. */
  enqueue(what?: 'drawing' | 'painting'): Promise<readonly number[] | undefined>
  cancel(itemId: number): Promise<void>
  cancelAll(): Promise<void>
  delete(itemId: number): Promise<void>
  clear(): Promise<void>
  retry(itemIds: readonly number[]): Promise<void>
  pause(): Promise<void>
  /** All items that were acknowledged. */
  readonly known: readonly number[]
  /** All that is wrong. */
  findViolations(isAtRest: boolean): Promise<string[]>
}

/** @param mayFail  whether items may die twice */
export function createCrashClient(root: CrashRoot, { mayFail = false } = {}): CrashClient {
  const acknowledged = new Set<number>()
  const mayBeGone = new Set<number>()
  const mayBeCanceled = new Set<number>()
  const seen = new Set<string>()
  let isAllCanceled = false
  let seed = 0

  const ask = (method: string, path: string, json?: unknown) => root.ask(method, `${QUEUE}/${path}`, json)

  async function findModel(): Promise<object | undefined> {
    const found = await root.ask('GET', '/api/v2/models/')
    const [model] = (found?.json as { readonly models: Readonly<Record<string, string>>[] } | undefined)?.models ?? []
    if (model === undefined) return undefined
    const { key, hash, name, base, type } = model
    return { key, hash, name, base, type }
  }

  return {
    async enqueue(what = 'drawing') {
      const model = what === 'painting' ? await findModel() : {}
      if (model === undefined) return undefined
      // each item makes other pictures, or the cache would answer
      const items = Array.from({ length: RUNS }, () => ++seed)
      const data = [[{ node_path: 'noise', field_name: what === 'painting' ? 'seed' : 'value', items }]]
      const graph = what === 'painting' ? makePainting(model) : makeDrawing()
      const answer = await ask('POST', 'enqueue_batch', { batch: { graph, runs: 1, data }, prepend: false })
      if (answer === undefined) return undefined
      const ids = (answer.json as { readonly item_ids: number[] }).item_ids.toReversed()
      for (const itemId of ids) acknowledged.add(itemId)
      return ids
    },
    async cancel(itemId) {
      mayBeCanceled.add(itemId)
      await ask('PUT', `i/${itemId}/cancel`)
    },
    async cancelAll() {
      isAllCanceled = true
      await ask('PUT', 'cancel_all_except_current')
    },
    async delete(itemId) {
      mayBeGone.add(itemId)
      await ask('DELETE', `i/${itemId}`)
    },
    async clear() {
      for (const itemId of acknowledged) mayBeGone.add(itemId)
      await ask('PUT', 'clear')
    },
    async retry(itemIds) {
      const answer = await ask('PUT', 'retry_items_by_id', itemIds)
      if (answer !== undefined) for (const itemId of itemIds) acknowledged.add(itemId)
    },
    async pause() {
      await ask('PUT', 'processor/pause')
    },
    get known() {
      return [...acknowledged]
    },
    findViolations(isAtRest) {
      const expected: Expectations = {
        acknowledged,
        runs: RUNS,
        mayBeGone: (itemId) => mayBeGone.has(itemId),
        mayBeCanceled: (itemId) => isAllCanceled || mayBeCanceled.has(itemId),
        mayFail: () => mayFail,
        pictures: PICTURES,
        told: root.told,
        life: root.life,
        isAtRest,
        seen,
      }
      return findViolations(root.path, expected)
    },
  }
}

const FINISH = [
  { id: 'large', type: 'img_resize', width: 384, height: 384, is_intermediate: true, use_cache: false },
  // does not compress, so that its bytes take a while to cross
  { id: 'noisy', type: 'img_noise', amount: 1, is_intermediate: false, use_cache: false },
]
const FINISH_EDGES = [connect('picture.image', 'large.image'), connect('large.image', 'noisy.image')]

function makeDrawing() {
  const nodes = [
    { id: 'picture', type: 'blank_image', width: 64, height: 64, is_intermediate: false, use_cache: false },
    { id: 'noise', type: 'integer', value: 0 },
    ...FINISH,
  ]
  return makeGraph(nodes, [...FINISH_EDGES, connect('noise.value', 'noisy.seed')])
}

function makePainting(model: object) {
  const nodes = [
    { id: 'model', type: 'main_model_loader', model },
    { id: 'positive', type: 'compel', prompt: 'a flat fox on a teal background' },
    { id: 'negative', type: 'compel', prompt: '' },
    { id: 'noise', type: 'noise', seed: 1, width: 64, height: 64 },
    { id: 'denoise', type: 'denoise_latents', steps: STEPS, cfg_scale: 2, scheduler: 'ddim' },
    { id: 'picture', type: 'l2i', is_intermediate: false, use_cache: false },
    ...FINISH,
  ]
  const edges = [
    connect('model.clip', 'positive.clip'),
    connect('model.clip', 'negative.clip'),
    connect('model.unet', 'denoise.unet'),
    connect('positive.conditioning', 'denoise.positive_conditioning'),
    connect('negative.conditioning', 'denoise.negative_conditioning'),
    connect('noise.noise', 'denoise.noise'),
    connect('denoise.latents', 'picture.latents'),
    connect('model.vae', 'picture.vae'),
  ]
  return makeGraph(nodes, [...edges, ...FINISH_EDGES])
}

function makeGraph(nodes: readonly { readonly id: string }[], edges: readonly object[]) {
  return { id: 'g', nodes: Object.fromEntries(nodes.map((node) => [node.id, node])), edges }
}

function connect(from: string, to: string) {
  const end = (place: string) => {
    const [node_id, field] = place.split('.')
    return { node_id, field }
  }
  return { source: end(from), destination: end(to) }
}
