import { createSeededNumbers } from '../../math/pcg64.ts'
import { refuse } from '../../refuse.ts'
import { combineSequence } from './combine.ts'
import { parseDynamicPrompt } from './parse.ts'
import { sampleSequence } from './sample.ts'
import { EMPTY_SCOPE, startExpansion } from './scope.ts'
import { listChoiceWildcards } from './wildcards.ts'

/** How a dynamic prompt is expanded. */
export interface DynamicPromptOptions {
  /** The most prompts to make. */
  readonly maxPrompts: number
  /** Whether to make every combination once, in order, and not `maxPrompts` by chance. */
  readonly isCombinatorial: boolean
  /** What chance comes from: a seed, 0..4294967295, or a source of numbers from 0 to below 1. */
  readonly chance: number | (() => number)
}

/**
 * The prompts that a dynamic prompt stands for: `a {red|green} ball` gives `a red ball` and `a green ball`. Wildcards stay as they are
 * written, since there are no lists for them.
 *
 * @throws EngineError `request_invalid` when the prompt cannot be read, when a combinatorial one chooses among wildcards, and when it
 *         has too many possibilities or becomes too long
 */
export function expandDynamicPrompt(prompt: string, options: DynamicPromptOptions): readonly string[] {
  const { maxPrompts, isCombinatorial, chance } = options
  const parts = parseDynamicPrompt(prompt)
  const expansion = startExpansion(typeof chance === 'number' ? createSeededNumbers(chance).unit : chance)
  if (!isCombinatorial) return Array.from({ length: maxPrompts }, () => sampleSequence(parts, EMPTY_SCOPE, expansion))
  const missing = listChoiceWildcards(parts)
  if (missing.length > 0) refuse(`No values found for wildcard(s): ${missing.join(', ')}`)
  const prompts: string[] = []
  for (const text of combineSequence(parts, EMPTY_SCOPE, expansion)) {
    if (prompts.length >= maxPrompts) break
    prompts.push(text)
  }
  return prompts
}
