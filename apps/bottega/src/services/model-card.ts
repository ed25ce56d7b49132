import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EngineError, type ModelDefaults, SCHEDULER_IDS } from '@bottega/engine'
import { z } from 'zod'
import { MAX_SIDE, MIN_SIDE, SIDE_STEP } from './sizes.ts'

const side = z.number().int().min(MIN_SIDE).max(MAX_SIDE).multipleOf(SIDE_STEP)

const modelCard = z.object({
  name: z.string().min(1).optional(),
  defaults: z
    .object({
      width: side,
      height: side,
      steps: z.number().int().min(1).max(1000),
      cfg_scale: z.number(),
      scheduler: z.enum(SCHEDULER_IDS),
    })
    .partial()
    .optional(),
})

/** What the maker of a model says about its use, in a file `bottega.json` in the model's folder. Everything may be left out. */
export type ModelCard = z.infer<typeof modelCard>

/**
 * The card in a diffusers folder or beside a checkpoint; an empty one where there is none.
 *
 * @throws EngineError `file_malformed` when there is a card that is wrong
 */
export async function loadModelCard(modelPath: string): Promise<ModelCard> {
  const folder = (await stat(modelPath)).isDirectory() ? modelPath : dirname(modelPath)
  const path = join(folder, 'bottega.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
  return parseModelCard(text, path)
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

/** @throws EngineError `file_malformed`, naming `path` and the place of the fault */
export function parseModelCard(text: string, path: string): ModelCard {
  const parsed = modelCard.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  throw new EngineError('file_malformed', `${path} is not a card of a model (${faults.join('; ')}). Mend it or take it away.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // not even JSON: the schema refuses it like any other wrong value
    return undefined
  }
}
