import type { SchedulerName } from '@bottega/contracts'
import type { PaintingModel } from '../models/index.ts'

/** What the form holds beside prompts, model and seed. */
export interface Settings {
  readonly width: number
  readonly height: number
  readonly steps: number
  readonly guidanceScale: number
  readonly scheduler: SchedulerName
}

/** For what the record of a model leaves to the person. */
const USUAL: Settings = { width: 512, height: 512, steps: 30, guidanceScale: 7, scheduler: 'euler' }

/** The settings that a model is best used with. */
export function chooseSettings({ default_settings: best }: Pick<PaintingModel, 'default_settings'>): Settings {
  return {
    width: best?.width ?? USUAL.width,
    height: best?.height ?? USUAL.height,
    steps: best?.steps ?? USUAL.steps,
    guidanceScale: best?.cfg_scale ?? USUAL.guidanceScale,
    scheduler: best?.scheduler ?? USUAL.scheduler,
  }
}
