import { expect, test } from 'vitest'
import { applyPreset } from './preset.ts'

const style = (positive_prompt: string, negative_prompt = '') => ({ preset_data: { positive_prompt, negative_prompt } })

test.each([
  ['a fox', '{prompt}, oil painting', 'a fox, oil painting'],
  ['$& fox', '{prompt} and {prompt}', '$& fox and $& fox'],
  ['a fox', 'oil painting', 'a fox, oil painting'],
  ['', 'oil painting', 'oil painting'],
  ['a fox', '', 'a fox'],
])('%j in the style %j is %j', (positivePrompt, template, whole) => {
  expect(applyPreset({ positivePrompt, negativePrompt: 'rain' }, style(template, '{prompt}, blur'))).toEqual({
    positivePrompt: whole,
    negativePrompt: 'rain, blur',
  })
})
