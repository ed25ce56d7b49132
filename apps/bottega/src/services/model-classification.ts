import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AppError,
  type MainModelSettings,
  type ModelBase,
  type ModelChanges,
  type ModelFormat,
  type ModelType,
  SchedulerName,
} from '@bottega/contracts'
import { EngineError, inspectModel, type ModelDescription, openAutoencoder } from '@bottega/engine'
import { loadModelCard, type ModelCard } from './model-card.ts'

/** What the wire says a model is. */
interface Classification {
  readonly type: ModelType
  readonly base: ModelBase
  readonly format: ModelFormat
}

const TYPES: Readonly<Record<string, ModelType>> = {
  main: 'main',
  lora: 'lora',
  ip_adapter: 'ip_adapter',
  controlnet: 'controlnet',
  t2i_adapter: 't2i_adapter',
  textual_inversion: 'embedding',
  vae: 'vae',
}

const FAMILY_BASES: Readonly<Record<string, ModelBase>> = { sd1: 'sd-1' }
const TITLE_BASES: Readonly<Record<string, ModelBase>> = {
  'Stable Diffusion 2': 'sd-2',
  'Stable Diffusion XL': 'sdxl',
  'the refiner of Stable Diffusion XL': 'sdxl-refiner',
  'Stable Diffusion 3': 'sd-3',
  FLUX: 'flux',
}
const FILE_FORMATS: Readonly<Partial<Record<ModelType, ModelFormat>>> = { lora: 'lycoris', embedding: 'embedding_file' }

/** Autoencoders by the channels of their latents, where those tell the architecture. */
const LATENT_BASES: Readonly<Record<number, ModelBase>> = { 16: 'flux', 32: 'flux2' }

/** What the files of a model tell of it. */
export interface ExaminedModel {
  /** What its card says, else the name of its file or folder. */
  readonly name: string
  readonly description: string | null
  /** What its record says of its kind, with what that kind has besides. */
  readonly kind: Classification & Pick<ModelChanges, 'variant' | 'prediction_type' | 'default_settings'>
}

/**
 * Looks at the files of a model, of tensors only at the headers.
 *
 * @param asked  the base where its tensors do not tell the architecture
 * @throws AppError `model_file_refused` for what is no model that can be recorded; EngineError for files that are not sound
 */
export async function examineModel(path: string, asked: ModelBase | undefined): Promise<ExaminedModel> {
  const model = await inspectModel(path)
  const card = await loadModelCard(path)
  const classification = await classifyModel(model, asked)
  const { predictionType } = model
  return {
    name: card.name ?? model.name,
    description: card.description ?? null,
    kind: {
      ...classification,
      ...(classification.type === 'main' && {
        variant: 'normal',
        prediction_type: predictionType === 'flow' ? null : (predictionType ?? null),
        default_settings: chooseMainSettings(model, card),
      }),
    },
  }
}

async function classifyModel(model: ModelDescription, asked: ModelBase | undefined): Promise<Classification> {
  const type = TYPES[model.kind]
  if (type === undefined)
    throw new AppError('model_file_refused', { reason: `This is ${model.title}, which cannot be used by itself` })
  const told = FAMILY_BASES[model.family ?? ''] ?? TITLE_BASES[model.title]
  const wanted = asked === 'unknown' ? undefined : asked
  const base = told ?? (type === 'vae' ? await findAutoencoderBase(model, wanted) : wanted) ?? 'unknown'
  const format = model.format === 'diffusers' ? 'diffusers' : (FILE_FORMATS[type] ?? 'checkpoint')
  return { type, base, format }
}

/** The base of an autoencoder. The first three versions of Stable Diffusion have the same latents, so there the name has to do. */
async function findAutoencoderBase({ path, name }: ModelDescription, asked: ModelBase | undefined) {
  try {
    const { latentChannels } = (await openAutoencoder(path)).config
    const guess = /xl/i.test(name) ? 'sdxl' : /sd2/i.test(name) ? 'sd-2' : 'sd-1'
    return LATENT_BASES[latentChannels] ?? asked ?? (latentChannels === 4 ? guess : undefined)
  } catch (error) {
    // another kind of autoencoder, such as a tiny one
    if (error instanceof EngineError && error.code === 'model_unrecognized') return asked
    throw error
  }
}

/** The settings that a main model starts with: its usual size, and what its card says. */
function chooseMainSettings({ defaults }: ModelDescription, card: ModelCard): MainModelSettings {
  const scheduler = SchedulerName.safeParse(card.defaults?.scheduler)
  return {
    vae: null,
    vae_precision: null,
    scheduler: scheduler.success ? scheduler.data : null,
    steps: card.defaults?.steps ?? null,
    cfg_scale: card.defaults?.cfg_scale ?? null,
    cfg_rescale_multiplier: null,
    width: card.defaults?.width ?? defaults?.width ?? null,
    height: card.defaults?.height ?? defaults?.height ?? null,
    guidance: null,
    cpu_only: null,
    fp8_storage: null,
  }
}

/** What tells the content of a model from that of others. */
export interface ModelFingerprint {
  /** `sha256:<hex>`; of a folder, over the hashes of its files in the order of their names */
  readonly hash: string
  readonly sizeBytes: number
}

/** Reads a whole model once, in small pieces, so that others are not kept waiting. */
export async function fingerprintModel(path: string): Promise<ModelFingerprint> {
  const files = (await stat(path)).isDirectory() ? await listFiles(path) : [path]
  const hashes: string[] = []
  let sizeBytes = 0
  for (const file of files) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
    hashes.push(hash.digest('hex'))
  }
  const [only] = hashes
  const hex = files.length === 1 && only ? only : createHash('sha256').update(hashes.join('\n')).digest('hex')
  return { hash: `sha256:${hex}`, sizeBytes }
}

/** The files below a folder in the order of their paths; links are not followed. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
