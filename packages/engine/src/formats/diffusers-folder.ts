import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { readJsonFile } from './json-file.ts'
import { isFile } from './open-file.ts'
import { readSafetensorsHeader } from './safetensors.ts'
import type { TensorView, Weights } from './weights.ts'

/** A model in the diffusers layout: one sub-folder a part, each with its `config.json` and its weights. */
export interface DiffusersFolder {
  readonly path: string
  /** Pipeline class named by `model_index.json`. */
  readonly className: string
  /** Class of each part that the index lists, by the name of its folder. Parts listed as null are left out. */
  readonly parts: ReadonlyMap<string, string>
}

const modelIndexSchema = z.looseObject({ _class_name: z.string() })
const partSchema = z.tuple([z.string(), z.string()])

/** Whether `path` is a folder with a `model_index.json`. */
export async function isDiffusersFolder(path: string): Promise<boolean> {
  return isFile(join(path, 'model_index.json'))
}

/**
 * Reads a folder's `model_index.json`.
 *
 * @throws `file_unreadable` or `file_malformed` when there is none or it is not one
 */
export async function openDiffusersFolder(path: string): Promise<DiffusersFolder> {
  const { _class_name: className, ...entries } = await readJsonFile(join(path, 'model_index.json'), modelIndexSchema)
  const parts = new Map<string, string>()
  for (const [name, entry] of Object.entries(entries)) {
    const part = partSchema.safeParse(entry)
    if (part.success && /^[a-z0-9_]+$/i.test(name)) parts.set(name, part.data[1])
  }
  if (parts.size === 0) {
    throw new EngineError(
      'model_incomplete',
      `${join(path, 'model_index.json')} lists no part of a model. Download the folder again.`,
    )
  }
  return { path, className, parts }
}

/**
 * The tensors of one part of a folder: of its one weights file, or of all shards that its index lists.
 *
 * @param path  the part's folder
 * @throws      `model_incomplete` naming what is missing; `file_unsupported` when there are only pickles; `file_malformed`
 */
export async function readPartWeights(path: string): Promise<Weights> {
  const names = await readdir(path).catch(() => undefined)
  if (names === undefined) {
    throw new EngineError(
      'model_incomplete',
      `The model has no folder ${basename(path)} (looked for ${path}). Download it again, whole.`,
    )
  }
  const file = pickWeightsFile(names)
  if (file?.endsWith('.json')) return readShards(path, file)
  if (file !== undefined) return (await readSafetensorsHeader(join(path, file))).tensors
  if (names.some((name) => /\.(bin|ckpt|pt|pth)$/.test(name))) {
    throw new EngineError(
      'file_unsupported',
      `${path} holds its weights as a pickle only, which can run any code when it is opened. Get the .safetensors files of the same model.`,
    )
  }
  throw new EngineError('model_incomplete', `${path} holds no .safetensors file. Download this part of the model again.`)
}

const WEIGHTS_FILE = /^(.+?)(\.(\w+))?\.safetensors(\.index(\.(\w+))?\.json)?$/
const STANDARD_NAMES = ['diffusion_pytorch_model', 'model']

/**
 * The file to read of a folder: one of the standard names before any other, full precision before `fp16` and what else there is, an
 * index of shards before a single file.
 */
function pickWeightsFile(names: readonly string[]): string | undefined {
  const candidates = names.flatMap((name) => {
    const [, stem = '', , variant, index, , indexVariant] = WEIGHTS_FILE.exec(name) ?? []
    if (stem === '' || /-\d{5}-of-\d{5}$/.test(stem)) return []
    const kind = variant ?? indexVariant
    const rank = [
      STANDARD_NAMES.includes(stem) ? 0 : 1,
      kind === undefined ? 0 : kind === 'fp16' ? 1 : 2,
      index === undefined ? 1 : 0,
    ]
    return [{ name, rank: rank.join('') }]
  })
  return candidates.sort((a, b) => (a.rank < b.rank || (a.rank === b.rank && a.name < b.name) ? -1 : 1))[0]?.name
}

const shardIndexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) })

async function readShards(path: string, indexName: string): Promise<Weights> {
  const indexPath = join(path, indexName)
  const { weight_map: shardOfKey } = await readJsonFile(indexPath, shardIndexSchema)
  const keys = Object.entries(shardOfKey)
  if (keys.length === 0) throw new EngineError('model_incomplete', `${indexPath} lists no tensors.`)
  const shards = new Map<string, Weights>()
  for (const name of new Set(Object.values(shardOfKey))) shards.set(name, await readShard(path, indexPath, name))
  const weights = new Map<string, TensorView>()
  for (const [key, name] of keys) {
    const view = shards.get(name)?.get(key)
    if (view === undefined)
      throw new EngineError('model_incomplete', `${indexPath} says that tensor ${key} is in ${name}, but it is not.`)
    weights.set(key, view)
  }
  return weights
}

async function readShard(path: string, indexPath: string, name: string): Promise<Weights> {
  // Weights folders of model hubs link into a store of blobs, so only the name is held to the folder, not where a link leads.
  if (basename(name) !== name || name === '..') {
    throw new EngineError('file_malformed', `${indexPath} names the file ${JSON.stringify(name)}, which is outside its folder.`)
  }
  if (!(await isFile(join(path, name))))
    throw new EngineError('model_incomplete', `${indexPath} needs ${name}, which is not there.`)
  return (await readSafetensorsHeader(join(path, name))).tensors
}
