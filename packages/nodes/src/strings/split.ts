import { defineOutput, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'

const string2Output = defineOutput(
  'string_2_output',
  {
    string_1: stringField({ description: 'What stands before the delimiter' }),
    string_2: stringField({ description: 'What stands behind it' }),
  },
  { schemaName: 'String2Output', description: 'Two texts.' },
)

/** A text cut at the first delimiter. */
export const stringSplit = defineNode({
  type: 'string_split',
  version: '1.0.1',
  title: 'String Split',
  category: 'strings',
  tags: ['string', 'split'],
  description:
    'Cuts a text in two at the first delimiter, which is dropped; the second part is empty when there is none. No delimiter means white space: the first word and the rest.',
  inputs: {
    string: stringField({ default: '', component: 'textarea', description: 'The text to cut' }),
    delimiter: stringField({ default: '', description: 'Where to cut; nothing for the first white space' }),
  },
  output: string2Output,
  run({ inputs: { string, delimiter } }) {
    const text = delimiter === '' ? string.trimStart() : string
    const match = delimiter === '' ? /\s+/.exec(text) : undefined
    const at = match === undefined ? text.indexOf(delimiter) : (match?.index ?? -1)
    if (at < 0) return { string_1: text, string_2: '' }
    return { string_1: text.slice(0, at), string_2: text.slice(at + (match?.[0] ?? delimiter).length) }
  },
})

const stringPosNegOutput = defineOutput(
  'string_pos_neg_output',
  {
    positive_string: stringField({ description: 'What stands outside of the brackets' }),
    negative_string: stringField({ description: 'What stands inside' }),
  },
  { description: 'What is wanted and what is not.' },
)

/** A text parted into what stands in square brackets and what does not. */
export const stringSplitNeg = defineNode({
  type: 'string_split_neg',
  version: '1.0.1',
  title: 'String Split Negative',
  category: 'strings',
  tags: ['string', 'split', 'negative'],
  description:
    'Parts a text: what stands in square brackets is negative, everything else positive. An opening bracket leaves a space in the negative text; a bracket behind a backslash is text, and the backslash stays.',
  inputs: { string: stringField({ default: '', component: 'textarea', description: 'The text to part' }) },
  output: stringPosNegOutput,
  run({ inputs: { string } }) {
    let [positive, negative] = ['', '']
    let depth = 0
    for (const [token] of string.matchAll(/\\?[\s\S]/g)) {
      if (token === '[') {
        negative += ' '
        depth += 1
      } else if (token === ']') depth -= 1
      else if (depth > 0) negative += token
      else positive += token
    }
    return { positive_string: positive, negative_string: negative }
  },
})
