import type { TextKey } from '../../shared/i18n/index.ts'
import { nameScheduler } from '../models/index.ts'

/** Something that is known of how a picture was made. */
export interface Detail {
  readonly label: TextKey
  readonly value: string
}

/** What people ask for, in order: how it is called, and where metadata of ours and of InvokeAI has it. */
const TOLD: readonly (readonly [TextKey, readonly string[]])[] = [
  ['generate:prompt', ['positive_prompt']],
  ['generate:negativePrompt', ['negative_prompt']],
  ['generate:model', ['model']],
  ['generate:seed', ['seed']],
  ['generate:steps', ['steps']],
  ['generate:guidanceScale', ['cfg_scale', 'guidance']],
  ['generate:scheduler', ['scheduler']],
  ['generate:clipSkip', ['clip_skip']],
  ['generate:strength', ['strength']],
  ['generate:startImage', ['init_image']],
  ['generate:vae', ['vae']],
]

/** Reads metadata, which anybody may have written: what has no sound value is left out. */
export function readDetails(metadata: unknown): readonly Detail[] {
  if (!isObject(metadata)) return []
  return TOLD.flatMap(([label, keys]) => {
    const value = keys.map((key) => readValue(metadata[key])).find((text) => text !== undefined)
    // no layer is left out: that is how pictures usually are
    const isUsual = label === 'generate:clipSkip' && value === '0'
    return value === undefined || isUsual ? [] : [{ label, value: label === 'generate:scheduler' ? nameScheduler(value) : value }]
  })
}

/** The prompt of a picture, for people who cannot see it. */
export function readPrompt(metadata: unknown): string | undefined {
  return isObject(metadata) ? readValue(metadata.positive_prompt) : undefined
}

function readValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  // models and images stand there as objects with their names
  if (isObject(value)) return readValue(value.name ?? value.image_name ?? value.model_name)
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What differs between two pictures, left and right; undefined where one of them does not have it. */
export interface Difference {
  readonly label: TextKey
  readonly left: string | undefined
  readonly right: string | undefined
}

/** What differs in how two pictures were made. */
export function findDifferences(left: readonly Detail[], right: readonly Detail[]): readonly Difference[] {
  const find = (details: readonly Detail[], label: TextKey) => details.find((detail) => detail.label === label)?.value
  const labels = new Set([...left, ...right].map(({ label }) => label))
  return [...labels]
    .map((label) => ({ label, left: find(left, label), right: find(right, label) }))
    .filter((row) => row.left !== row.right)
}
