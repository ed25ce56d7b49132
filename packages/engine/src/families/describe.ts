import { basename, join } from 'node:path'
import { type Dtype, readPartWeights, type Weights, withoutPrefix } from '../formats/index.ts'
import type { PredictionType } from '../schedulers/index.ts'
import { countElements } from '../tensor/index.ts'
import { ARCHITECTURES, type Architecture, type Traits } from './architectures.ts'
import type { ModelDefaults, ModelSource } from './define-family.ts'
import { KINDS, type ModelKind } from './kinds.ts'

/** One part of a model, as far as its headers tell. */
export interface PartDescription {
  readonly name: string
  readonly tensors: number
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
  readonly bytes: number
}

/** What a file or folder is, and why we think so. */
export interface ModelDescription {
  readonly path: string
  /** The file's stem or the folder's name, letter for letter. */
  readonly name: string
  readonly format: 'safetensors' | 'diffusers'
  /** `main` makes pictures by itself; the other kinds are parts, patches or tools. */
  readonly kind: ModelKind
  readonly title: string
  readonly reasons: readonly string[]
  /** What it is, or is for, where its files tell. */
  readonly architecture?: Architecture
  /** Another configuration of the architecture, such as `inpaint`. */
  readonly variant?: string
  /** How its weights are packed, where they are not plain numbers. */
  readonly quantization?: 'nf4'
  readonly parts: readonly PartDescription[]
  /** Id of the family that runs it, for a model that can paint; with what such a model has besides. */
  readonly family?: string
  readonly predictionType?: PredictionType
  readonly defaults?: ModelDefaults
  readonly textEncoderLayers?: number
}

/** Describes a source by the kind table; undefined when nothing in it matches. The families are asked first, by the caller. */
export function describeSource(
  source: ModelSource,
):
  | Pick<ModelDescription, 'kind' | 'title' | 'reasons' | 'architecture' | 'variant' | 'predictionType' | 'quantization'>
  | undefined {
  for (const { kind, title, reason, matches, traits = {} } of KINDS) {
    if (!matches(source)) continue
    const told = typeof traits === 'function' ? traits(source) : traits
    return { kind, title, reasons: [reason, ...explainArchitecture(kind, told)], ...leaveOutUnknown(told) }
  }
  return undefined
}

function explainArchitecture(kind: ModelKind, { architecture }: Traits): string[] {
  return kind === 'main' || architecture === undefined ? [] : [`its keys and widths are those of ${ARCHITECTURES[architecture]}`]
}

function leaveOutUnknown({ architecture, variant, predictionType, quantization }: Traits) {
  return {
    ...(architecture !== undefined && { architecture }),
    ...(variant !== undefined && { variant }),
    ...(predictionType !== undefined && { predictionType }),
    ...(quantization !== undefined && { quantization }),
  }
}

/** The prefixes under which single files keep their parts. */
const FILE_PARTS = [
  ['denoiser', 'model.diffusion_model.'],
  ['autoencoder', 'first_stage_model.'],
  ['text encoder', 'cond_stage_model.'],
  ['text encoders', 'conditioner.'],
] as const

/** The parts of a source, from headers alone. Parts of a folder that cannot be read are left out; opening it will say why. */
export async function describeParts(source: ModelSource): Promise<PartDescription[]> {
  if (source.kind === 'folder') {
    const parts: PartDescription[] = []
    for (const name of source.folder.parts.keys()) {
      const weights = await readPartWeights(join(source.path, name)).catch(() => undefined)
      if (weights !== undefined) parts.push(describePart(name, weights))
    }
    return parts
  }
  const parts: PartDescription[] = []
  let rest = source.weights
  for (const [name, prefix] of FILE_PARTS) {
    const inner = withoutPrefix(rest, prefix)
    if (inner.size === 0) continue
    parts.push(describePart(name, inner))
    rest = new Map([...rest].filter(([key]) => !key.startsWith(prefix)))
  }
  if (rest.size > 0) parts.push(describePart(parts.length > 0 ? 'other tensors' : basename(source.path), rest))
  return parts
}

function describePart(name: string, weights: Weights): PartDescription {
  const views = [...weights.values()]
  return {
    name,
    tensors: views.length,
    parameters: views.reduce((sum, { shape }) => sum + countElements(shape), 0),
    dtypes: [...new Set(views.map(({ dtype }) => dtype))].sort(),
    bytes: views.reduce((sum, { length }) => sum + length, 0),
  }
}
