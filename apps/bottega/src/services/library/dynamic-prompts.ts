import type { DynamicPrompts, DynamicPromptsRequest } from '@bottega/contracts'
import { EngineError } from '@bottega/engine'

/** The prompts that a dynamic prompt stands for. One that cannot be read stands for itself, and what is wrong with it is told. */
export async function writeOutPrompts(request: DynamicPromptsRequest): Promise<DynamicPrompts> {
  const { prompt, max_prompts, combinatorial, seed } = request
  if (prompt === '') return { prompts: [''], error: null }
  // nodes, loaded when they are first needed
  const { expandDynamicPrompt } = await import('@bottega/nodes')
  try {
    const chance = seed == null ? Math.random : seed >>> 0
    const prompts = expandDynamicPrompt(prompt, { maxPrompts: max_prompts, isCombinatorial: combinatorial, chance })
    return { prompts: prompts.length > 0 ? [...prompts] : [''], error: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { prompts: [prompt], error: error.message }
  }
}
