import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import {
  type DiffusersFolder,
  findJsonFile,
  isDiffusersFolder,
  isFile,
  openDiffusersFolder,
  readJsonFile,
  readPartWeights,
  readSafetensorsHeader,
} from '../formats/index.ts'
import type { DenoiserFacts, ModelSource } from './define-family.ts'

/** Files that are patches under the name that diffusers gives them, in a folder of their own. */
const PATCH_FILES = ['pytorch_lora_weights.safetensors', 'learned_embeds.safetensors', 'ip_adapter.safetensors']

const anyJson = z.record(z.string(), z.unknown())

/**
 * A folder as a model: of several parts with an index, of one network with its configuration, or of a patch. Undefined for a folder
 * that is none of these.
 *
 * @param real  its path with links resolved
 * @throws `file_unreadable`, `file_malformed`, `file_unsupported`, `model_incomplete`
 */
export async function openFolderSource(path: string, real: string): Promise<ModelSource | undefined> {
  if (await isDiffusersFolder(path)) {
    const folder = await openDiffusersFolder(path)
    return { kind: 'folder', path: real, folder, denoiser: await readDenoiserFacts(path) }
  }
  for (const name of PATCH_FILES) {
    const file = join(path, name)
    if (!(await isFile(file))) continue
    return { kind: 'network', path: real, className: '', config: {}, weights: (await readSafetensorsHeader(file)).tensors }
  }
  if (!(await isFile(join(path, 'config.json')))) return undefined
  const config = await readJsonFile(join(path, 'config.json'), anyJson)
  return { kind: 'network', path: real, className: classOf(config), config, weights: await readPartWeights(path) }
}

function classOf(config: Readonly<Record<string, unknown>>): string {
  const { _class_name: className, architectures } = config
  const name = className ?? (Array.isArray(architectures) ? architectures[0] : undefined)
  return typeof name === 'string' ? name : ''
}

const unetConfig = z.looseObject({ cross_attention_dim: z.number(), in_channels: z.number() }).partial()
const schedulerConfig = z.looseObject({ prediction_type: z.string() }).partial()

/** What does not fit here is not told here: opening the folder says what is wrong with it. */
async function readDenoiserFacts(path: string): Promise<DenoiserFacts> {
  const unet = await findJsonFile(join(path, 'unet', 'config.json'), unetConfig).catch(() => undefined)
  const scheduler = await findJsonFile(join(path, 'scheduler', 'scheduler_config.json'), schedulerConfig).catch(() => undefined)
  return {
    contextWidth: unet?.cross_attention_dim,
    inChannels: unet?.in_channels,
    predictionType: scheduler?.prediction_type,
  }
}

/** Parts that pictures can be made without, and that people leave out to save space. */
const DISPENSABLE = ['safety_checker', 'feature_extractor']

/**
 * Looks whether every part that a folder lists is there, with weights where it is a network.
 *
 * @throws `model_incomplete` naming what is missing; `file_malformed`, `file_unsupported`
 */
export async function requireParts({ path, parts }: DiffusersFolder): Promise<void> {
  for (const [name, className] of parts) {
    if (DISPENSABLE.includes(name)) continue
    const part = join(path, name)
    const isThere = await stat(part).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isThere) {
      throw new EngineError(
        'model_incomplete',
        `The model has no folder ${basename(part)} (looked for ${part}). Download it again, whole.`,
      )
    }
    if (!/(Tokenizer|TokenizerFast|Scheduler|Processor|Extractor)$/.test(className)) await readPartWeights(part)
  }
}
