import type { PaintingModel } from '../models/index.ts'

/** What the form holds beside prompts, model and seed. */
export interface Settings {
  readonly width: number
  readonly height: number
  readonly steps: number
  readonly guidanceScale: number
  readonly scheduler: PaintingModel['defaults']['scheduler']
}

/** The settings that a model is best used with. */
export function chooseSettings({ defaults }: Pick<PaintingModel, 'defaults'>): Settings {
  const { cfg_scale, ...rest } = defaults
  return { ...rest, guidanceScale: cfg_scale }
}
