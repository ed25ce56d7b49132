import { booleanField, integerField, stringField } from '@bottega/graph'
import { findLengthFault } from '../collections/list-length.ts'
import { defineNode } from '../engine-types.ts'
import { stringCollectionOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { expandDynamicPrompt } from './dynamic/expand.ts'

/** The prompts that a dynamic prompt stands for. */
export const dynamicPrompt = defineNode({
  type: 'dynamic_prompt',
  version: '1.0.1',
  title: 'Dynamic Prompt',
  category: 'prompt',
  tags: ['prompt', 'collection'],
  description:
    'The prompts that a dynamic prompt stands for: {a|b} chooses, {2$$a|b|c} takes two, {2$$ and $$a|b|c} joins them with other words, {3::a|b} takes a three times as often. Combinatorial makes every combination once, otherwise so many are made by chance. Wildcards like __name__ stay as they are written; choosing among them in a combinatorial prompt is refused.',
  useCache: false,
  inputs: {
    prompt: stringField({ component: 'textarea', description: 'The dynamic prompt' }),
    max_prompts: integerField({ default: 1, description: 'The most prompts to make' }),
    combinatorial: booleanField({ default: false, description: 'Whether to make every combination, in order' }),
  },
  output: stringCollectionOutput,
  check: ({ max_prompts }) => findLengthFault(max_prompts),
  run({ inputs: { prompt, max_prompts, combinatorial }, random }) {
    const fault = findLengthFault(max_prompts)
    if (fault !== undefined) refuse(fault)
    const options = { maxPrompts: max_prompts, isCombinatorial: combinatorial, chance: random }
    return { collection: expandDynamicPrompt(prompt, options) }
  },
})
