import { SubmodelType } from '@bottega/contracts'
import type { Tensor } from '@bottega/engine'
import { isJsonObject, type JsonValue, type NodeJson, type NodeProgress, type SavedImage } from '@bottega/graph'
import type { EncodedPrompt, EngineContext, Picture } from '@bottega/nodes'
import type { PngText } from '../../pictures/png-text.ts'
import type { SessionHost, SessionReport } from '../session-port.ts'
import { CallBoundary } from './call-boundary.ts'
import type { ModelKeeper } from './model-keeper.ts'
import { decodeStored, encodeJpeg, encodePlaceholder, encodeStored, encodeThumbnail } from './stored-picture.ts'
import type { SessionValues } from './value-store.ts'

/** Previews are latents as pixels: a whole picture has so many times more in each direction. */
const PREVIEW_SCALE = 8

/** What the nodes of one session share. */
export interface SessionContext {
  readonly host: SessionHost
  readonly signal: AbortSignal
  readonly tensors: SessionValues<Tensor>
  readonly conditioning: SessionValues<EncodedPrompt>
  readonly models: ModelKeeper
  /** As submitted, with the values of the batch; goes into pictures. */
  readonly graphText: string
  readonly workflowText: string | null
  report(report: SessionReport): void
}

/** A context with the end of what its node began. */
export interface OpenContext {
  readonly context: EngineContext
  /** Waits until all that was reported has been told. */
  finish(): Promise<void>
}

/** What one node may use while it runs. */
export function openNodeContext(session: SessionContext, node: NodeJson): OpenContext {
  const { host, models } = session
  let told = Promise.resolve()

  async function tell({ message, percentage, preview }: NodeProgress<Picture>): Promise<void> {
    const progress = { kind: 'progress', message, percentage } as const
    if (preview === undefined) return session.report(progress)
    const size = { width: preview.width * PREVIEW_SCALE, height: preview.height * PREVIEW_SCALE }
    session.report({ ...progress, preview: { bytes: await encodeJpeg(preview), ...size } })
  }

  const context: EngineContext = {
    signal: session.signal,
    random: Math.random,
    tensors: asPort(session.tensors),
    conditioning: asPort(session.conditioning),
    images: {
      load: async ({ image_name }) => decodeStored(await host.loadImage(image_name)),
      loadMetadata: ({ image_name }) => host.loadMetadata(image_name),
      save: (picture, { category = 'general' } = {}) => saveImage(session, node, picture, category),
    },
    models: {
      async find({ key, submodel_type }) {
        const { record } = await host.findModel(key)
        return submodel_type == null ? record : { ...record, submodel_type }
      },
      async load({ key, submodel_type }) {
        const { record, path } = await host.findModel(key)
        if (models.has(path)) return models.load(record, path)
        const submodel = SubmodelType.safeParse(submodel_type).data ?? null
        await host.tellModelLoad({ key, submodel, isLoaded: false })
        const loaded = await models.load(record, path)
        await host.tellModelLoad({ key, submodel, isLoaded: true })
        return loaded
      },
    },
    stylePresets: { load: ({ style_preset_id }) => host.loadStylePreset(style_preset_id) },
    workflows: { call: (workflowId, inputs) => Promise.reject(new CallBoundary({ workflowId, inputs })) },
    // in order, and each of them: a preview takes a moment to be encoded
    reportProgress(progress) {
      told = told.then(() => tell(progress))
      // `finish` reports it; until then it must not count as unhandled
      told.catch(() => {})
    },
  }
  return { context, finish: () => told }
}

function asPort<Value>(values: SessionValues<Value>) {
  return { load: async (name: string) => values.load(name), save: async (value: Value) => values.save(value) }
}

async function saveImage(
  { host, graphText, workflowText }: SessionContext,
  node: NodeJson,
  picture: Picture,
  category: 'general' | 'mask' | 'control' | 'other',
): Promise<SavedImage> {
  const { metadata = null } = node
  const metadataText = isJsonObject(metadata) ? JSON.stringify(metadata) : null
  const texts: PngText[] = [
    ...(metadataText === null ? [] : [{ keyword: 'invokeai_metadata', text: metadataText }]),
    ...(workflowText === null ? [] : [{ keyword: 'invokeai_workflow', text: workflowText }]),
    { keyword: 'invokeai_graph', text: graphText },
  ]
  const [bytes, thumbnail, placeholder] = await Promise.all([
    encodeStored(picture, texts),
    encodeThumbnail(picture),
    encodePlaceholder(picture),
  ])
  const size = { width: picture.width, height: picture.height }
  const image_name = await host.saveImage({
    bytes,
    thumbnail,
    placeholder,
    ...size,
    category,
    isIntermediate: node.is_intermediate,
    boardId: readBoard(node.board ?? null),
    metadata: metadataText,
    nodeId: node.id,
  })
  return { image: { image_name }, ...size }
}

function readBoard(board: JsonValue): string | null {
  const id = isJsonObject(board) ? board.board_id : undefined
  return typeof id === 'string' ? id : null
}
