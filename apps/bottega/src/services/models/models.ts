import { inspectModel, type ModelDescription } from '@bottega/engine'
import { chooseDefaults, loadModelCard } from './model-card.ts'

/**
 * What a checkpoint or diffusers folder is, and why; with the settings of its card where it has one.
 *
 * @throws EngineError for files that are not sound or are no model, and `file_malformed` for a card that is wrong
 */
export async function describeModel(path: string): Promise<ModelDescription> {
  const description = await inspectModel(path)
  if (description.defaults === undefined) return description
  return { ...description, defaults: chooseDefaults(await loadModelCard(path), description.defaults) }
}
