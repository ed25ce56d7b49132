import { stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { stringOutput } from '../primitives/outputs.ts'

const piece = (description: string) => stringField({ default: '', component: 'textarea', description })
const left = piece('What stands at the left')
const right = piece('What stands at the right')

/** Two texts as one. */
export const stringJoin = defineNode({
  type: 'string_join',
  version: '1.0.1',
  title: 'String Join',
  category: 'strings',
  tags: ['string', 'join'],
  description: 'Two texts, the left one first, with nothing between them.',
  inputs: { string_left: left, string_right: right },
  output: stringOutput,
  run: ({ inputs: { string_left, string_right } }) => ({ value: string_left + string_right }),
})

/** Three texts as one. */
export const stringJoinThree = defineNode({
  type: 'string_join_three',
  version: '1.0.1',
  title: 'String Join Three',
  category: 'strings',
  tags: ['string', 'join'],
  description: 'Three texts from left to right, with nothing between them.',
  inputs: { string_left: left, string_middle: piece('What stands in the middle'), string_right: right },
  output: stringOutput,
  run: ({ inputs: { string_left, string_middle, string_right } }) => ({ value: string_left + string_middle + string_right }),
})
