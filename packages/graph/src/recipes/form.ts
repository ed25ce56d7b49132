import type { SchedulerName } from '@bottega/contracts'
import type { ImageField, ModelIdentifierField } from '../fields/index.ts'
import type { Graph } from '../graph.ts'
import type { JsonObject } from '../json.ts'

/** Pixels; multiples of 8. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What a person fills in to have a picture made from a text. */
export interface TextToImageForm extends Size {
  readonly model: ModelIdentifierField
  /** Instead of the model's own; used when it is of the same base. */
  readonly vae?: ModelIdentifierField
  readonly positivePrompt: string
  readonly negativePrompt: string
  /** 0..4294967295. */
  readonly seed: number
  readonly steps: number
  readonly guidanceScale: number
  /** 0 to below 1. */
  readonly guidanceRescale?: number
  readonly scheduler: SchedulerName
  /** Layers of the text encoder left out at its end. */
  readonly clipSkip?: number
  readonly seamlessX?: boolean
  readonly seamlessY?: boolean
  /** The size to paint at, when it is not that of the result. */
  readonly paintedSize?: Size
  /** Id of the board that the picture goes to. */
  readonly board?: string
  /** For a staging area instead of the gallery. */
  readonly isIntermediate?: boolean
  /** Kept with the picture beside what the form says. */
  readonly metadata?: JsonObject
}

/** What a person fills in to have a picture changed. */
export interface ImageToImageForm extends TextToImageForm {
  /** Of the result's size, unless `imageSize` says another. */
  readonly image: ImageField
  /** The size of the image, where it is any: as much of its middle is taken as has the proportions of the result. */
  readonly imageSize?: Size
  /** 0 keeps the image, 1 keeps nothing of it. */
  readonly strength: number
}

/** What a person fills in to have a part of a picture changed. */
export interface InpaintForm extends Omit<ImageToImageForm, 'imageSize'> {
  /** A grey image of the same size: black is painted anew, white is kept, greys in between. */
  readonly mask: ImageField
  /** Where to add noise before painting, and how much: a grey image of the same size. */
  readonly noiseMask?: ImageField
  readonly edgeRadius?: number
  readonly coherenceMode?: 'Gaussian Blur' | 'Box Blur' | 'Staged'
  readonly minimumDenoise?: number
  /** Pixels over which the new part fades into the old. */
  readonly fadeSize?: number
  /** Gives the painted part alone, on a transparent ground. */
  readonly isCutOut?: boolean
}

/** What a person fills in to have a part of a picture changed and the rest left to the pixel. */
export interface MaskedForm extends Omit<ImageToImageForm, 'paintedSize' | 'imageSize'> {
  /** Tells it from a form whose edges fade. */
  readonly isExact: true
  /** A grey image of the same size: black is painted anew, white is kept, greys in between. */
  readonly mask: ImageField
  /** Where the new part is laid over the picture: black; the mask itself when left out. */
  readonly blendMask?: ImageField
}

/** A graph and the nodes of it that batches and pages speak of, by their ids. */
export interface Recipe {
  readonly graph: Graph
  /** Batches put their seeds and prompts into `value` of these. */
  readonly seed: string
  readonly positivePrompt: string
  readonly negativePrompt: string
  /** The node that saves the picture. */
  readonly output: string
}
