import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ApiError, type Client, connectEvents, createClient, type EventConnection } from '@bottega/client'
import { DEFAULT_QUEUE_ID, type QueueItem, TERMINAL_STATUSES } from '@bottega/contracts'
import { EngineError, type PictureProgress } from '@bottega/engine'
import { GraphError, type ImageField, type ModelIdentifierField, type Recipe } from '@bottega/graph'
import type { Files } from '../../files/files.ts'
import { isAlive } from '../../files/leftovers.ts'
import type { ServerInfo } from '../../files/server-info.ts'
import { insertPngTexts } from '../../pictures/png-text.ts'
import { describeOrigin } from './picture-texts.ts'
import {
  type PaintHooks,
  type PictureOutput,
  type PicturePlan,
  type PictureTarget,
  type PreviewWriter,
  withOutput,
} from './pictures.ts'
import { ServerError } from './server-error.ts'
import { buildServerRecipe } from './server-recipe.ts'

const queue = { queue_id: DEFAULT_QUEUE_ID }

/** What painting through a server needs. */
export interface ServerPainting {
  readonly files: Files
  readonly version: string
  readonly server: ServerInfo
  /** Root of the server; absolute. */
  readonly rootPath: string
  /** Session token or API key of whoever asks. */
  readonly token: string | undefined
}

/** What a caller may watch beside what it may watch of other pictures. */
export interface ServerPaintHooks extends PaintHooks {
  /** Something worth a line: why nothing happens yet. */
  onNotice?(sentence: string): void
}

/**
 * Has the running server paint the pictures of a plan: one batch, whose seeds are its data. They are kept in its gallery, and each is
 * saved as it is done in the same way as `paintPictures` does. What is not painted yet when it ends is canceled.
 *
 * @returns  false, with nothing done, when the model of the plan is not installed on the server
 * @throws EngineError `canceled` after the signal
 * @throws ServerError, FileError
 */
export async function paintOnServer(
  { files, version, server, rootPath, token }: ServerPainting,
  plan: PicturePlan,
  target: PictureTarget,
  hooks: ServerPaintHooks = {},
): Promise<boolean> {
  const asker = { baseUrl: server.url, ...(token !== undefined && { token }) }
  const client = createClient(asker)
  try {
    await checkToken(client, rootPath, token)
    const model = await findInstalledModel(client, rootPath, plan.model)
    if (model === undefined) return false
    await withOutput(files, plan, target, async (output) => {
      const events = connectEvents(asker)
      try {
        await waitForConnection(events, server, hooks.signal)
        const recipe = await buildServerRecipe(client, plan, model, hooks.signal)
        throwIfStopped(hooks.signal)
        await paintBatch({ client, server, events, recipe, plan, target, output, hooks, version })
      } finally {
        events.close()
      }
    })
    return true
  } catch (error) {
    throwIfStopped(hooks.signal)
    throw explainFailure(error, server)
  }
}

/** A token that the server takes, where it wants one. */
async function checkToken(client: Client, rootPath: string, token: string | undefined): Promise<void> {
  const { multiuser_enabled: hasAccounts } = await client.getAuthStatus()
  if (!hasAccounts) return
  if (token === undefined) {
    throw new ServerError(
      'token_missing',
      `The server of ${rootPath} has accounts: set BOTTEGA_TOKEN to a session token or an API key of yours.`,
    )
  }
  await client.getQueueStatus({ params: queue })
}

/**
 * The record of a model on the server; undefined when it is not installed there. For those who may not see where models lie it is
 * found by name.
 */
async function findInstalledModel(
  client: Client,
  rootPath: string,
  { path, name }: PicturePlan['model'],
): Promise<ModelIdentifierField | undefined> {
  const { models } = await client.listModels({ query: { model_type: 'main' } })
  const wanted = await resolveLinks(path)
  // whoever may see where models lie may see the settings
  const folder = models.some(({ path: place }) => place !== null) ? await findModelsFolder(client, rootPath) : rootPath
  for (const { path: place, key, hash, name: recorded, base, type } of models) {
    const isIt = place === null ? recorded === name : wanted === (await resolveLinks(resolve(folder, place)))
    if (isIt) return { key, hash, name: recorded, base, type }
  }
  return undefined
}

/** Where the server keeps models. */
async function findModelsFolder(client: Client, rootPath: string): Promise<string> {
  const { config } = await client.getRuntimeConfig()
  return resolve(rootPath, String(config.models_dir))
}

async function resolveLinks(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

/** Later steps are heard of from the first one on. */
function waitForConnection(events: EventConnection, server: ServerInfo, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) reject(stopped())
    signal?.addEventListener('abort', () => reject(stopped()), { once: true })
    events.onState((state) => {
      if (state.status === 'connected') resolve()
      else if (!isAlive(server.pid) || !state.willRetry) reject(gone(server))
    })
  })
}

/** Enqueues the pictures and sees them through; whatever hinders that, what is left of the batch is canceled. */
async function paintBatch(painting: Painting): Promise<void> {
  const { client, recipe, plan } = painting
  const seeds = { node_path: recipe.seed, field_name: 'value', items: [...plan.seeds] }
  // a value of the item, by which the queue shows it
  const prompt = { node_path: recipe.positivePrompt, field_name: 'value', items: [plan.settings.prompt] }
  const { batch, item_ids } = await client.enqueueBatch({
    params: queue,
    body: { batch: { origin: 'bottega generate', graph: recipe.graph, data: [[seeds], [prompt]] } },
  })
  try {
    // ids grow with the seeds
    await follow(
      painting,
      item_ids.toSorted((a, b) => a - b),
    )
  } catch (error) {
    const batch_ids = batch.batch_id === undefined ? [] : [batch.batch_id]
    // where the server is gone, nobody cancels them
    await client.cancelBatches({ params: queue, body: { batch_ids } }).catch(() => {})
    throw error
  }
}

interface Painting {
  readonly client: Client
  readonly server: ServerInfo
  readonly version: string
  readonly events: EventConnection
  readonly recipe: Recipe
  readonly plan: PicturePlan
  readonly target: PictureTarget
  readonly output: PictureOutput
  readonly hooks: ServerPaintHooks
}

/** Waits for the items, tells how they are, and saves what comes out. */
async function follow(painting: Painting, itemIds: readonly number[]): Promise<void> {
  const { client, server, events, plan, target, output, hooks } = painting
  const open = new Map(itemIds.map((id, index) => [id, { index, seed: plan.seeds[index] ?? 0 }]))
  const started = new Set<number>()
  const shown = new Set<number>()
  let preview: PreviewWriter | undefined
  let enlarged = Promise.resolve()
  // one after the other, whatever comes in meanwhile
  let work = Promise.resolve()

  const begin = (id: number) => {
    const picture = open.get(id)
    if (picture === undefined || started.has(id)) return
    started.add(id)
    preview ??= output.openPreview()
    hooks.onStart?.(picture.seed, picture.index)
  }

  const showPreview = async (id: number, file: Uint8Array) => {
    if (preview === undefined || target.preview === undefined) return
    const { enlargePreview } = await import('../../worker/pictures.ts')
    preview.write(await enlargePreview(file, plan.settings, target.preview.format))
    shown.add(id)
  }

  const finish = async (id: number) => {
    const picture = open.get(id)
    if (picture === undefined) return
    const item = await client.getQueueItem({ params: { ...queue, item_id: id } })
    open.delete(id)
    const { bytes, width, height } = await fetchPicture(painting, item, picture.seed)
    await enlarged
    // the server may have had the picture ready
    if (!shown.has(id)) await showPreview(id, bytes)
    const path = await output.save(picture.seed, bytes)
    hooks.onSaved?.({ path, seed: picture.seed, width, height })
    await preview?.finish()
  }

  await new Promise<void>((resolve, reject) => {
    const does = (task: () => Promise<void>) => {
      work = work.then(task).then(() => {
        if (open.size === 0) resolve()
      })
      work.catch(reject)
    }
    /** What was told while nobody listened is read again. */
    const catchUp = async () => {
      const items = await client.getQueueItemSummaries({ params: queue, body: { item_ids: [...open.keys()] } })
      for (const item of items.toSorted((a, b) => a.item_id - b.item_id)) {
        if (item.status !== 'pending') begin(item.item_id)
        if (isEnded(item)) await finish(item.item_id)
        else if (item.status === 'pending') return tellWaiting(item, hooks)
      }
    }
    hooks.signal?.addEventListener('abort', () => reject(stopped()), { once: true })
    if (hooks.signal?.aborted) return reject(stopped())
    events.on('queue_item_status_changed', ({ item_id, status }) => {
      if (status === 'in_progress') begin(item_id)
      if (isEnded({ status })) does(() => finish(item_id))
    })
    events.on('invocation_progress', ({ item_id, invocation, percentage, image }) => {
      if (!open.has(item_id)) return
      begin(item_id)
      const progress = describeProgress(invocation.type, percentage, plan.stepsRun)
      if (progress !== undefined) hooks.onProgress?.(progress)
      if (image === null || target.preview === undefined) return
      const small = Buffer.from(image.dataURL.slice(image.dataURL.indexOf(',') + 1), 'base64')
      enlarged = enlarged.then(() => showPreview(item_id, small))
      enlarged.catch(reject)
    })
    events.onState((state) => {
      if (state.status === 'connected') return does(catchUp)
      if (!isAlive(server.pid) || !state.willRetry) return reject(gone(server))
      hooks.onNotice?.('The connection to the server was lost; waiting for it to come back.')
    })
  })
}

function tellWaiting({ position, waiting_reason }: Pick<QueueItem, 'position' | 'waiting_reason'>, hooks: ServerPaintHooks) {
  if (waiting_reason === 'paused') hooks.onNotice?.('The queue of the server is paused; waiting until somebody resumes it.')
  else if (position !== undefined && position > 1)
    hooks.onNotice?.(`Waiting in the queue of the server, ${position - 1} before this.`)
}

async function fetchPicture({ client, recipe, plan, version: programVersion }: Painting, item: QueueItem, seed: number) {
  if (item.status === 'canceled') throw new ServerError('picture_failed', 'The picture was canceled on the server.')
  const { session, error_message } = item
  const [prepared = ''] = session.source_prepared_mapping[recipe.output] ?? []
  const result = session.results[prepared]
  if (item.status === 'failed' || !isImageOutput(result)) {
    throw new ServerError('picture_failed', `The server could not make the picture: ${error_message ?? 'it has no result'}`)
  }
  const { width, height, image } = result
  const file = await client.getImageFull({ params: image })
  const { model, image: given, mask } = plan
  const texts = describeOrigin({ settings: { ...plan.settings, seed }, image: given, mask, model, programVersion })
  return { bytes: insertPngTexts(new Uint8Array(await file.arrayBuffer()), texts), width, height }
}

interface ImageOutput {
  readonly image: ImageField
  readonly width: number
  readonly height: number
}

// the outputs of the server's own nodes have the shape that their type says
function isImageOutput(result: { readonly type: string } | undefined): result is { readonly type: string } & ImageOutput {
  return result?.type === 'image_output'
}

/** The work of a node in the words of a picture on its way. */
function describeProgress(nodeType: string, percentage: number | null, steps: number): PictureProgress | undefined {
  switch (nodeType) {
    case 'compel':
    case 'i2l':
    case 'create_denoise_mask':
      return { phase: 'encoding', step: 0, steps }
    case 'denoise_latents':
      return percentage === null
        ? { phase: 'loading', step: 0, steps }
        : { phase: 'denoising', step: Math.round(percentage * steps), steps }
    case 'l2i':
      return { phase: 'decoding', step: steps, steps }
    default:
      return undefined
  }
}

function isEnded({ status }: Pick<QueueItem, 'status'>): boolean {
  return TERMINAL_STATUSES.some((ended) => ended === status)
}

function stopped(): EngineError {
  return new EngineError('canceled', 'The picture was canceled.')
}

function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped()
}

function gone({ url }: ServerInfo, cause?: unknown): ServerError {
  return new ServerError(
    'server_gone',
    `The server at ${url} ended meanwhile. Its queue keeps what it has not made yet and makes it, into the gallery, when it starts again.`,
    { cause },
  )
}

function explainFailure(error: unknown, server: ServerInfo): unknown {
  if (error instanceof ApiError && error.status === 401) {
    const advice = 'sign in again, or make another API key'
    return new ServerError('token_refused', `The server does not take the token in BOTTEGA_TOKEN: ${advice}.`, { cause: error })
  }
  if (error instanceof ApiError) {
    return new ServerError('server_refused', `The server refused: ${error.message}`, { cause: error })
  }
  if (error instanceof GraphError) return new ServerError('server_refused', error.message, { cause: error })
  // what fetch throws when nobody answers
  return error instanceof TypeError && error.cause !== undefined ? gone(server, error) : error
}
