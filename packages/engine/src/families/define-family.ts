import type { DiffusersFolder, Weights } from '../formats/index.ts'
import type { AutoencoderKl, ClipText, Unet } from '../networks/index.ts'
import type { SchedulerConfig, SchedulerId } from '../schedulers/index.ts'
import type { ClipTokenizer } from '../text/index.ts'
import type { Architecture } from './architectures.ts'

/*
 * Terms of this room:
 *
 * - family      an architecture that we run; adding one is adding its folder and a line in registry.ts
 * - source      where a model lies: one file, a folder in the diffusers layout, or a folder of one network
 * - parts       its networks with their weights found, and what else is needed to paint with it
 */

/** A model as it lies on disk, headers read, nothing loaded. */
export type ModelSource =
  | { readonly kind: 'file'; readonly path: string; readonly weights: Weights }
  | {
      readonly kind: 'folder'
      readonly path: string
      readonly folder: DiffusersFolder
      /** What the configurations of its denoiser and scheduler say, as far as there are any. */
      readonly denoiser: DenoiserFacts
    }
  | {
      readonly kind: 'network'
      readonly path: string
      /** The class that its `config.json` names; empty where there is none. */
      readonly className: string
      readonly config: Readonly<Record<string, unknown>>
      readonly weights: Weights
    }

/** What tells architectures apart whose folders list the same parts. */
export interface DenoiserFacts {
  /** Width of the prompts that it attends to. */
  readonly contextWidth?: number | undefined
  readonly inChannels?: number | undefined
  readonly predictionType?: string | undefined
}

/** What a person gets who asks for nothing in particular. */
export interface ModelDefaults {
  readonly width: number
  readonly height: number
  readonly steps: number
  readonly guidanceScale: number
  readonly scheduler: SchedulerId
}

/** What a person may ask of a family's models, beside prompt, seed and size. */
export interface FamilySupport {
  /** A second prompt, of what is not to be seen. */
  readonly negativePrompt: boolean
  /** Layers left out at the end of the text encoder; how many there are, the model says. */
  readonly clipSkip: boolean
  readonly guidanceScale: { readonly min: number; readonly max?: number }
  /** The rescale that keeps strong guidance from overexposing. */
  readonly guidanceRescale: boolean
  /** Pictures that go on at their opposite edge. */
  readonly seamless: boolean
  /** Another autoencoder in place of the model's own. */
  readonly otherAutoencoder: boolean
  readonly schedulers: readonly SchedulerId[]
  readonly steps: { readonly min: number; readonly max: number }
}

/** A linear map from latents to colours: rgb in 0..1 = latents · factors + bias. */
export interface LatentRgb {
  /** One row of red, green, blue a latent channel. */
  readonly factors: readonly (readonly [red: number, green: number, blue: number])[]
  readonly bias: readonly [red: number, green: number, blue: number]
}

/** Everything that makes pictures, weights bound but not loaded. */
export interface ModelParts {
  readonly tokenizer: ClipTokenizer
  readonly textEncoder: ClipText
  readonly denoiser: Unet
  readonly autoencoder: AutoencoderKl
  readonly schedulerConfig: SchedulerConfig
  readonly latentRgb: LatentRgb
  /** Keys of the checkpoint that nothing used. */
  readonly unusedKeys: readonly string[]
}

/** An architecture that we run. */
export interface ModelFamily {
  readonly id: string
  readonly architecture: Architecture
  /** Its name as people write it. */
  readonly title: string
  readonly defaults: ModelDefaults
  readonly supports: FamilySupport
  /** Pixels of a picture a latent, in each direction. */
  readonly latentDownscale: number
  /** Why a source belongs to this family, in sentences; undefined when it does not. Looks at tensors and classes, never at names of files. */
  identify(source: ModelSource): string[] | undefined
  /** @throws `model_incomplete` naming what is missing or does not fit */
  open(source: ModelSource): Promise<ModelParts>
}

/** Declares a family. */
export function defineFamily(family: ModelFamily): ModelFamily {
  return family
}
