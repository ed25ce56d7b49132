import { expect, test } from 'vitest'
import { type Case, fails, listUntested, play, titled } from '../image/testing/cases.ts'
import { STRING_NODES } from './index.ts'

const split = (string: string, delimiter: string, string_1: string, string_2: string): Case => [
  'string_split',
  { string, delimiter },
  { string_1, string_2 },
]
const parted = (string: string, positive_string: string, negative_string: string): Case => [
  'string_split_neg',
  { string },
  { positive_string, negative_string },
]
const replaced = (string: string, search_string: string, replace_string: string, value: string): Case => [
  'string_replace',
  { string, search_string, replace_string },
  { value },
]
const matched = (string: string, search_string: string, replace_string: string, value: string): Case => [
  'string_replace',
  { string, search_string, replace_string, use_regex: true },
  { value },
]
const unmatched = (search_string: string, replace_string: string, words: string): Case => [
  'string_replace',
  { string: `${'a'.repeat(40)}b`, search_string, replace_string, use_regex: true },
  fails(words),
]

const CASES: readonly Case[] = [
  ['string_join', {}, { value: '' }],
  ['string_join', { string_left: 'a', string_right: 'b' }, { value: 'ab' }],
  ['string_join', { string_left: 1, string_right: 2.5 }, { value: '12.5' }],
  ['string_join_three', { string_left: 'a', string_middle: ' b ', string_right: 'c' }, { value: 'a b c' }],

  split('a, b, c', ', ', 'a', 'b, c'),
  split('a, b, c', ';', 'a, b, c', ''),
  split(', a', ', ', '', 'a'),
  split('one  two three', '', 'one', 'two three'),
  split('  one\ttwo', '', 'one', 'two'),
  split('one', '', 'one', ''),
  split('', '', '', ''),

  parted('a [b] c', 'a  c', ' b'),
  parted('a [b [c]] d', 'a  d', ' b  c'),
  parted('a \\[b\\] c', 'a \\[b\\] c', ''),
  parted('a \\\\[b]', 'a \\\\', ' b'),
  parted('[\\] b] c\\', ' c\\', ' \\] b'),

  replaced('A cat, a CAT', 'cat', 'dog', 'A dog, a dog'),
  replaced('1.5 + 115', '1.5', '$&', '$& + 115'),
  replaced('a', '', 'x', 'a'),
  replaced('ÄRGER', 'ä', 'ae', 'aeRGER'),
  replaced('tab', 'a', '\\n', 't\\nb'),
  matched('A cat, a CAT', 'cat', 'dog', 'A dog, a CAT'),
  matched('A cat, a CAT', '(?i)cat', 'dog', 'A dog, a dog'),
  matched('10 apples', '(\\d+) (\\w+)', '\\2: \\1', 'apples: 10'),
  matched('10 apples', '(?P<count>\\d+)', '<\\g<count>\\g<1>\\g<0>>', '<101010> apples'),
  matched('abab', '(?P<x>a)b(?P=x)', '-', '-b'),
  matched('a\na', '\\Aa|a\\Z', 'b', 'b\nb'),
  matched('a-b', 'a\\-b', '$1\\n', '$1\n'),
  matched('👍👎', '.', 'x', 'xx'),
  unmatched('(', '', 'cannot be read'),
  unmatched('b', '\\1', 'names the group 1'),
  unmatched('(a+)+$', '', 'could not be applied'),
  // goes in circles where there is no text at all
  unmatched(`${'(?:(?!a)|(?!b))'.repeat(60)}\\b`, '\\g<0>', 'could not be applied'),
  unmatched('((((((((a?){99}){99}){99}){99}){99}){99}){99}){99}', '', 'could not be applied'),
  ['string_replace', { string: 'a', search_string: 'x'.repeat(100_000) }, fails('search for something shorter')],
  ['string_replace', { string: 'a'.repeat(3000), search_string: 'a', replace_string: 'b'.repeat(5000) }, fails('longer than')],
]

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(STRING_NODES, one)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(STRING_NODES, CASES)).toEqual([])
})
