import { stat } from 'node:fs/promises'
import {
  createAutoencoderPipeline,
  createPipeline,
  createRuntime,
  EngineError,
  openAutoencoder,
  openModel,
} from '@bottega/engine'
import type { ModelIdentifierField } from '@bottega/graph'
import type { LoadedAutoencoder, LoadedCheckpoint } from '@bottega/nodes'

/** A model at work: a whole one, or an autoencoder alone. */
type LoadedModel = LoadedCheckpoint | LoadedAutoencoder

/** Models at work. */
export interface ModelKeeper {
  /**
   * The model of these files, at work; opened when it was not, or when the files have changed since.
   *
   * @throws EngineError
   */
  load(record: ModelIdentifierField, path: string): Promise<LoadedModel>
  /** Whether the model of these files is at work already. */
  has(path: string): boolean
  /** Keys of the records of all models at work. */
  readonly keys: string[]
  /** Gives the memory of all models back; not while a session runs. */
  close(): Promise<void>
}

/** The most models at work at a time. */
const KEPT = 2

/** Keeps the models that were used last. A model of which a node has taken hold is given up with the next one, never under it. */
export function createModelKeeper(): ModelKeeper {
  const runtime = createRuntime()
  // the latest used stand last
  const models = new Map<string, { readonly key: string; readonly changedAt: number; readonly loaded: LoadedModel }>()

  async function giveUp(path: string): Promise<void> {
    const given = models.get(path)
    models.delete(path)
    await given?.loaded.pipeline.close()
  }

  async function open({ type }: ModelIdentifierField, path: string): Promise<LoadedModel> {
    if (type === 'vae') {
      const autoencoder = await openAutoencoder(path)
      return { kind: 'autoencoder', autoencoder, pipeline: createAutoencoderPipeline(autoencoder, runtime) }
    }
    const model = await openModel(path)
    return { kind: 'checkpoint', model, pipeline: createPipeline(model.parts, runtime) }
  }

  return {
    has: (path) => models.has(path),
    get keys() {
      return [...models.values()].map(({ key }) => key)
    },
    async close() {
      for (const path of [...models.keys()]) await giveUp(path)
    },
    async load(record, path) {
      try {
        refuseOthers(record)
        const { mtimeMs: changedAt } = await statModel(path)
        const known = models.get(path)
        if (known?.changedAt === changedAt) {
          models.delete(path)
          models.set(path, known)
          return known.loaded
        }
        await giveUp(path)
        const [oldest] = models.keys()
        if (models.size >= KEPT && oldest !== undefined) await giveUp(oldest)
        const loaded = await open(record, path)
        models.set(path, { key: record.key, changedAt, loaded })
        return loaded
      } catch (error) {
        throw hidePath(error, path, record.name)
      }
    },
  }
}

function refuseOthers({ type, name }: ModelIdentifierField): void {
  if (type === 'main' || type === 'vae') return
  throw new EngineError(
    'file_unsupported',
    `${name} is a model of type ${type}, which cannot be used by itself yet. Choose a main model or a VAE.`,
  )
}

async function statModel(path: string) {
  try {
    return await stat(path)
  } catch (cause) {
    throw new EngineError('file_unreadable', `There is no model at ${path}.`, { cause })
  }
}

// who uses a model may not know where it lies
function hidePath(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof EngineError)) return error
  return new EngineError(error.code, error.message.replaceAll(path, name), { cause: error })
}
