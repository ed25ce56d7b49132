import { nameBase } from './model-names.ts'
import type { AnyModel } from './queries.ts'

/** What is looked for among the models. */
export interface ModelSearch {
  readonly typed: string
  /** all kinds when undefined */
  readonly type: string | undefined
}

/** The models that fit: every word that was typed is in the name, the description, the trigger phrases or the architecture. */
export function findModels(models: readonly AnyModel[], { typed, type }: ModelSearch): AnyModel[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return models.filter((model) => {
    const text = describe(model)
    return (type === undefined || model.type === type) && words.every((word) => text.includes(word))
  })
}

/** The trigger phrases of a model, for kinds that have some. */
export function listTriggers(model: AnyModel): readonly string[] {
  return ('trigger_phrases' in model && model.trigger_phrases) || []
}

function describe(model: AnyModel): string {
  const { name, description, base } = model
  return [name, description, base, nameBase(base), ...listTriggers(model)].join(' ').toLowerCase()
}
