import { type Actor, AppError, DEFAULT_QUEUE_ID, missingError, RecallParameters, type RecallResult } from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import { deleteClientState, findClientState, saveClientState } from '../../data/repositories/client-state.ts'
import { findImages } from '../../data/repositories/images.ts'
import { listModels } from '../../data/repositories/models.ts'
import { serverEvent } from '../../events/server-event.ts'
import { canUseImage } from '../../policies/images.ts'
import type { App } from '../app.ts'
import { readRecord } from '../models/model-records.ts'

/** Types of models that each parameter names. */
const MODEL_TYPES: Readonly<Record<string, readonly string[]>> = {
  model: ['main'],
  refiner_model: ['main'],
  vae_model: ['vae'],
  loras: ['lora'],
  control_layers: ['controlnet', 't2i_adapter', 'control_lora'],
  ip_adapters: ['ip_adapter', 'flux_redux'],
}

/**
 * Puts settings into the actor's page: kept as client state, and told to the open ones.
 *
 * @param strict  settings that are not named are taken away
 * @param append  reference images are added to those that are there
 * @throws AppError `recall_strict_and_append`, `recall_image_forbidden`, `image_not_found`
 */
export async function recall(
  deps: Pick<App, 'db' | 'events'>,
  actor: Actor,
  queueId: string,
  { parameters, strict, append }: { readonly parameters: RecallParameters; readonly strict: boolean; readonly append: boolean },
): Promise<RecallResult> {
  if (strict && append) throw new AppError('recall_strict_and_append')
  await checkImages(deps, actor, parameters)
  const named = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null)
  if (named.length === 0 && !strict) return { status: 'no_parameters_provided', updated_count: 0 }

  const resolved: Record<string, unknown> = {}
  for (const [key, value] of named) resolved[key] = await resolveModels(deps, key, value)
  await transaction(deps.db, async (tx) => {
    for (const [key, value] of Object.entries(resolved)) {
      if (key === 'reference_images' && append) resolved[key] = [...(await readList(tx, actor, key)), ...asList(value)]
      await saveClientState(tx, actor.userId, stateKey(key), JSON.stringify(resolved[key]))
    }
    const absent = strict ? PARAMETERS.filter((key) => !(key in resolved)) : []
    for (const key of absent) await deleteClientState(tx, actor.userId, stateKey(key))
    const payload = { queue_id: queueId || DEFAULT_QUEUE_ID, user_id: actor.userId, parameters: resolved }
    tx.emit(serverEvent('recall_parameters_updated', payload))
  })
  return { status: 'success', queue_id: queueId, updated_count: named.length, parameters: resolved }
}

const PARAMETERS = Object.keys(RecallParameters.shape)

async function checkImages({ db }: Pick<App, 'db'>, actor: Actor, parameters: RecallParameters): Promise<void> {
  const layers = [...(parameters.control_layers ?? []), ...(parameters.ip_adapters ?? []), ...(parameters.reference_images ?? [])]
  const names = layers.flatMap(({ image_name }) => image_name ?? [])
  const found = new Map((await findImages(db, names, actor.userId)).map((image) => [image.image_name, image]))
  for (const imageName of names) {
    const image = found.get(imageName)
    if (image === undefined) throw missingError('image', imageName)
    if (canUseImage(actor, 'read', image) === 'denied') throw new AppError('recall_image_forbidden', { imageName })
  }
}

/** Names of models become keys where a model has the name; otherwise they stay. */
async function resolveModels({ db }: Pick<App, 'db'>, parameter: string, value: unknown): Promise<unknown> {
  const types = MODEL_TYPES[parameter]
  if (types === undefined) return value
  const keyOf = async (name: string) => {
    const models = await listModels(db, { name })
    return models.find((row) => types.includes(readRecord(row).type))?.key ?? name
  }
  if (typeof value === 'string') return keyOf(value)
  const entries = asList(value) as readonly { readonly model_name: string }[]
  return Promise.all(
    entries.map(async ({ model_name, ...entry }) => ({ ...entry, model_key: await keyOf(model_name), model_name })),
  )
}

async function readList(db: Parameters<typeof findClientState>[0], actor: Actor, key: string): Promise<readonly unknown[]> {
  const state = await findClientState(db, actor.userId, stateKey(key))
  return state === undefined ? [] : asList(JSON.parse(state.value))
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function stateKey(parameter: string): string {
  return `recall_${parameter}`
}
