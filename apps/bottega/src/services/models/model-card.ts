import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModelDefaults, readJsonFile, SCHEDULER_IDS } from '@bottega/engine'
import { z } from 'zod'
import { MAX_SIDE, MIN_SIDE, SIDE_STEP } from '../generate/sizes.ts'

/** A guidance scale lies between this with a minus and this. */
export const MAX_GUIDANCE_SCALE = 100

const side = z.number().int().min(MIN_SIDE).max(MAX_SIDE).multipleOf(SIDE_STEP)

const modelCard = z.object({
  // it is shown on terminals, where a control character is a command
  name: z
    .string()
    .max(100)
    .regex(/^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]+$/u, 'it must be a name in printable characters')
    .optional(),
  description: z.string().max(2000).optional(),
  defaults: z
    .object({
      width: side,
      height: side,
      steps: z.number().int().min(1).max(1000),
      cfg_scale: z.number().min(-MAX_GUIDANCE_SCALE).max(MAX_GUIDANCE_SCALE),
      scheduler: z.enum(SCHEDULER_IDS),
    })
    .partial()
    .optional(),
  prompts: z.array(z.string()).optional(),
})

/** What the maker of a model says about its use, in a file `bottega.json` in the model's folder. Everything may be left out. */
export type ModelCard = z.infer<typeof modelCard>

/**
 * The card in a diffusers folder; an empty one where there is none, and for a checkpoint, whose folder may belong to other models.
 *
 * @throws EngineError `file_malformed`, `file_unreadable` when there is a card that is wrong
 */
export async function loadModelCard(modelPath: string): Promise<ModelCard> {
  const path = join(modelPath, 'bottega.json')
  return (await stat(modelPath)).isDirectory() && existsSync(path) ? readJsonFile(path, modelCard) : {}
}

/** The settings that a model is used with when a person asks for nothing in particular: its card's, else its family's. */
export function chooseDefaults({ defaults = {} }: ModelCard, usual: ModelDefaults): ModelDefaults {
  return {
    width: defaults.width ?? usual.width,
    height: defaults.height ?? usual.height,
    steps: defaults.steps ?? usual.steps,
    guidanceScale: defaults.cfg_scale ?? usual.guidanceScale,
    scheduler: defaults.scheduler ?? usual.scheduler,
  }
}
