import { realpath } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { EngineError } from '../errors.ts'
import { readSafetensorsHeader } from '../formats/index.ts'
import { architectureOfContext } from './architectures.ts'
import type { ModelDefaults, ModelFamily, ModelParts, ModelSource } from './define-family.ts'
import { describeParts, describeSource, type ModelDescription } from './describe.ts'
import { isFolder } from './is-folder.ts'
import { openFolderSource, requireParts } from './open-folder.ts'
import { FAMILIES } from './registry.ts'
import { unetVariant } from './traits.ts'

/** A model that can paint: its family is known and every tensor found. Nothing is loaded. */
export interface Model {
  /** Absolute path, links resolved. */
  readonly path: string
  /** The file's stem or the folder's name, letter for letter. */
  readonly name: string
  readonly family: ModelFamily
  readonly defaults: ModelDefaults
  /** The most layers that may be left out at the end of its text encoder. */
  readonly maxClipSkip: number
  readonly parts: ModelParts
}

/**
 * Opens a checkpoint or a diffusers folder and finds every tensor it needs, from headers alone.
 *
 * @throws `file_unreadable`, `file_malformed`, `file_unsupported`; `model_unrecognized` saying what the file is instead;
 *         `model_incomplete` naming what is missing or does not fit
 */
export async function openModel(path: string): Promise<Model> {
  const source = await openSource(path)
  const family = FAMILIES.find((candidate) => candidate.identify(source) !== undefined)
  if (family === undefined) throw unrecognized(path, source)
  const parts = await family.open(source)
  return {
    path: source.path,
    name: nameOf(path, source),
    family,
    defaults: family.defaults,
    maxClipSkip: parts.textEncoder.config.layers - 1,
    parts,
  }
}

/**
 * Says what a file or folder is, and why; also for what we cannot run.
 *
 * @throws as {@link openModel} does for files that are not sound, or that are nothing we know
 */
export async function inspectModel(path: string): Promise<ModelDescription> {
  const source = await openSource(path)
  const format = source.kind === 'file' ? ('safetensors' as const) : ('diffusers' as const)
  const known = { path, name: nameOf(path, source), format, parts: await describeParts(source) }
  for (const family of FAMILIES) {
    const reasons = family.identify(source)
    if (reasons === undefined) continue
    // Opening it checks that nothing is missing, so that what is called a model can paint.
    const { schedulerConfig, denoiser, textEncoder } = await family.open(source)
    const { predictionType = 'epsilon' } = schedulerConfig
    const variant = unetVariant(denoiser.config.inChannels)
    return {
      ...known,
      kind: 'main',
      title: family.title,
      reasons,
      family: family.id,
      // of a width that nobody published, only a folder says whose it is
      ...((source.kind === 'folder' || architectureOfContext(denoiser.config.contextWidth) !== undefined) && {
        architecture: family.architecture,
      }),
      ...(variant !== undefined && { variant }),
      predictionType,
      defaults: family.defaults,
      textEncoderLayers: textEncoder.config.layers,
    }
  }
  const described = describeSource(source)
  if (described === undefined) throw unrecognized(path, source)
  if (source.kind === 'folder') await requireParts(source.folder)
  return { ...known, ...described }
}

async function openSource(path: string): Promise<ModelSource> {
  const isDirectory = await isFolder(path)
  const real = await realpath(path)
  if (!isDirectory) return { kind: 'file', path: real, weights: (await readSafetensorsHeader(path)).tensors }
  return (await openFolderSource(path, real)) ?? refuseFolder(path)
}

function refuseFolder(path: string): never {
  throw new EngineError(
    'model_unrecognized',
    `${path} is a folder without a model_index.json or a config.json. Name a .safetensors file, or a folder in the diffusers layout.`,
  )
}

/** A link's own name, since what it leads to in a store of blobs is called by its hash. */
function nameOf(path: string, { kind }: ModelSource): string {
  const name = basename(resolve(path))
  return kind === 'file' ? basename(name, extname(name)) : name
}

function unrecognized(path: string, source: ModelSource): EngineError {
  const described = describeSource(source)
  const runs = FAMILIES.map(({ title }) => title).join(', ')
  if (described === undefined) {
    const what =
      source.kind === 'file'
        ? `none of its ${source.weights.size} tensors is known`
        : source.kind === 'folder'
          ? `${join(path, 'model_index.json')} names ${source.folder.className}`
          : `its config.json names ${source.className || 'no class'}`
    return new EngineError(
      'model_unrecognized',
      `${path} is no model that is known here: ${what}. Models of this kind run: ${runs}.`,
    )
  }
  return new EngineError(
    'model_unrecognized',
    `${path} cannot paint here. It was taken for ${described.title}, since ${described.reasons.join('; ')}. Models of this kind can: ${runs}.`,
  )
}
