import { defineSection } from '../../../shared/user-state/index.ts'

/** What the form holds. What is undefined is the model's own choice, or the usual one. */
export interface GenerateForm {
  readonly positivePrompt: string
  readonly negativePrompt: string
  readonly modelKey: string | undefined
  /** key of an autoencoder instead of the model's own */
  readonly vaeKey: string | undefined
  readonly width: number | undefined
  readonly height: number | undefined
  readonly steps: number | undefined
  readonly guidanceScale: number | undefined
  readonly guidanceRescale: number | undefined
  readonly scheduler: string | undefined
  readonly clipSkip: number | undefined
  readonly seamlessX: boolean
  readonly seamlessY: boolean
  /** the one that was used last, or is to be used */
  readonly seed: number | undefined
  /** whether the seed stays; a new one is drawn each time otherwise */
  readonly isSeedLocked: boolean
  /** name of the image to begin with */
  readonly startImage: string | undefined
  readonly strength: number | undefined
  readonly count: number | undefined
  /** id of the board that pictures go to, or `none`; the one that is open when undefined */
  readonly boardId: string | undefined
  /** id of the style preset around the prompts */
  readonly presetId: string | undefined
}

/** A field of the form. */
export type FormField = keyof GenerateForm

type Read = (value: unknown) => unknown

const text: Read = (value) => (typeof value === 'string' ? value : undefined)
const number: Read = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const flag: Read = (value) => (typeof value === 'boolean' ? value : undefined)

const FIELDS: Readonly<Record<FormField, Read>> = {
  positivePrompt: text,
  negativePrompt: text,
  modelKey: text,
  vaeKey: text,
  width: number,
  height: number,
  steps: number,
  guidanceScale: number,
  guidanceRescale: number,
  scheduler: text,
  clipSkip: number,
  seamlessX: flag,
  seamlessY: flag,
  seed: number,
  isSeedLocked: flag,
  startImage: text,
  strength: number,
  count: number,
  boardId: text,
  presetId: text,
}

/** An empty form. */
export const EMPTY_FORM: GenerateForm = {
  positivePrompt: '',
  negativePrompt: '',
  modelKey: undefined,
  vaeKey: undefined,
  width: undefined,
  height: undefined,
  steps: undefined,
  guidanceScale: undefined,
  guidanceRescale: undefined,
  scheduler: undefined,
  clipSkip: undefined,
  seamlessX: false,
  seamlessY: false,
  seed: undefined,
  isSeedLocked: false,
  startImage: undefined,
  strength: undefined,
  count: undefined,
  boardId: undefined,
  presetId: undefined,
}

/** The form as it is kept for its user. */
export const formSection = defineSection<GenerateForm>({
  name: 'form',
  initial: EMPTY_FORM,
  parse: (stored) =>
    Object.fromEntries(
      Object.entries(FIELDS)
        .map(([field, read]) => [field, read(stored[field])])
        .filter(([, value]) => value !== undefined),
    ),
})
