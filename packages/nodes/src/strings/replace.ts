import { booleanField, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { stringOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { replaceExpression } from './expression.ts'

/** The longest text that comes out. */
const MAX_LENGTH = 10_000_000

/** A text with all occurrences of another replaced. */
export const stringReplace = defineNode({
  type: 'string_replace',
  version: '1.0.1',
  title: 'String Replace',
  category: 'strings',
  tags: ['string', 'replace', 'regex'],
  description:
    'Replaces every occurrence of a text, in capitals or not. With use_regex it is a regular expression, which looks at capitals, and \\1 or \\g<name> in the replacement stand for its groups. Nothing to search for leaves the text as it is.',
  inputs: {
    string: stringField({ default: '', component: 'textarea', description: 'The text to work on' }),
    search_string: stringField({ default: '', component: 'textarea', description: 'What to search for' }),
    replace_string: stringField({ default: '', component: 'textarea', description: 'What to put in its place' }),
    use_regex: booleanField({ default: false, description: 'Whether the search is a regular expression' }),
  },
  output: stringOutput,
  run({ inputs: { string, search_string, replace_string, use_regex } }) {
    if (search_string === '') return { value: string }
    const value = use_regex
      ? replaceExpression(string, search_string, replace_string)
      : replaceText(string, search_string, replace_string)
    if (value.length > MAX_LENGTH) refuse(`The result is longer than ${MAX_LENGTH} characters. Replace by something shorter.`)
    return { value }
  },
})

function replaceText(text: string, search: string, replacement: string): string {
  try {
    return text.replace(new RegExp(escapeExpression(search), 'giu'), () => replacement)
  } catch (error) {
    // every letter is escaped, so only its length can be wrong
    if (error instanceof SyntaxError) refuse(`${search.length} characters are too many: search for something shorter.`)
    throw error
  }
}

/** A regular expression that finds exactly this text. */
function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
