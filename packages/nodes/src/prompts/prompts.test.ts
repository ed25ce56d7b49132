import { expect, test } from 'vitest'
import { type Case, listUntested, play, refused, titled } from '../image/testing/cases.ts'
import { PROMPT_NODES } from './index.ts'

const style_preset = { style_preset_id: 'sketch' }
const plain = { style_preset_id: 'plain' }

const CASES: readonly Case[] = [
  ['dynamic_prompt', { prompt: 'a {red|green} ball' }, { collection: ['a green ball'] }],
  ['dynamic_prompt', { prompt: 'a {red|green} ball', max_prompts: 3 }, { collection: Array(3).fill('a green ball') }],
  [
    'dynamic_prompt',
    { prompt: 'a {red|green} ball', max_prompts: 9, combinatorial: true },
    { collection: ['a red ball', 'a green ball'] },
  ],
  ['dynamic_prompt', { prompt: 'a ball', max_prompts: 0 }, { collection: [] }],
  ['dynamic_prompt', { prompt: 'a ball', max_prompts: -1 }, refused('-1 items')],
  ['dynamic_prompt', { prompt: 'a ball', max_prompts: 1_000_000 }, refused('100000 items at most')],
  [
    'prompt_template',
    { style_preset, positive_prompt: 'a $& fox', negative_prompt: 'fog' },
    { positive_prompt: 'sketch of a $& fox, a $& fox in pencil', negative_prompt: 'fog, colours' },
  ],
  ['prompt_template', { style_preset }, { positive_prompt: 'sketch of ,  in pencil', negative_prompt: ', colours' }],
  [
    'prompt_template',
    { style_preset: plain, positive_prompt: 'a fox' },
    { positive_prompt: 'only a style', negative_prompt: '' },
  ],
]

const PROPS = {
  chance: [0.75],
  stylePresets: {
    sketch: { positivePrompt: 'sketch of {prompt}, {prompt} in pencil', negativePrompt: '{prompt}, colours' },
    plain: { positivePrompt: 'only a style', negativePrompt: '' },
  },
}

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(PROMPT_NODES, one, PROPS)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(PROMPT_NODES, CASES)).toEqual([])
})
