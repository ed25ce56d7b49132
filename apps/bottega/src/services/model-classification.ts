import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AppError,
  type MainModelSettings,
  type ModelBase,
  type ModelFormat,
  type ModelType,
  SchedulerName,
} from '@bottega/contracts'
import type { ModelDescription } from '@bottega/engine'
import type { ModelCard } from './model-card.ts'

/** What the wire says a model is. */
export interface Classification {
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
  'Stable Diffusion XL refiner': 'sdxl-refiner',
  'Stable Diffusion 3': 'sd-3',
  FLUX: 'flux',
}
const FILE_FORMATS: Readonly<Partial<Record<ModelType, ModelFormat>>> = { lora: 'lycoris', embedding: 'embedding_file' }

/**
 * What a described file or folder is on the wire. Where its tensors do not tell the architecture, `base` is what was asked for.
 *
 * @throws AppError `model_file_refused` for what is no model that can be recorded
 */
export function classifyModel(model: ModelDescription, asked: ModelBase | undefined): Classification {
  const type = TYPES[model.kind]
  if (type === undefined)
    throw new AppError('model_file_refused', { reason: `This is ${model.title}, which cannot be used by itself` })
  const told = FAMILY_BASES[model.family ?? ''] ?? TITLE_BASES[model.title]
  const format = model.format === 'diffusers' ? 'diffusers' : (FILE_FORMATS[type] ?? 'checkpoint')
  return { type, base: told ?? asked ?? 'unknown', format }
}

/** The settings that a main model starts with: its usual size, and what its card says. */
export function chooseMainSettings({ defaults }: ModelDescription, card: ModelCard): MainModelSettings {
  const scheduler = SchedulerName.safeParse(card.defaults?.scheduler)
  return {
    vae: null,
    vae_precision: null,
    scheduler: scheduler.success ? scheduler.data : null,
    steps: card.defaults?.steps ?? null,
    cfg_scale: card.defaults?.cfg_scale ?? null,
    cfg_rescale_multiplier: null,
    width: defaults?.width ?? null,
    height: defaults?.height ?? null,
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
