import type { TextKey } from '../../../shared/i18n/index.ts'
import type { FormField } from './form-section.ts'

/** What the fields of the form are called. */
export const FIELD_NAMES = {
  positivePrompt: 'generate:prompt',
  negativePrompt: 'generate:negativePrompt',
  modelKey: 'generate:model',
  vaeKey: 'generate:vae',
  width: 'generate:width',
  height: 'generate:height',
  steps: 'generate:steps',
  guidanceScale: 'generate:guidanceScale',
  guidanceRescale: 'generate:guidanceRescale',
  scheduler: 'generate:scheduler',
  clipSkip: 'generate:clipSkip',
  seamlessX: 'generate:seamlessX',
  seamlessY: 'generate:seamlessY',
  seed: 'generate:seed',
  isSeedLocked: 'generate:seed',
  startImage: 'generate:startImage',
  strength: 'generate:strength',
  count: 'generate:count',
  boardId: 'generate:board',
  presetId: 'generate:preset',
} as const satisfies Record<FormField, TextKey>
