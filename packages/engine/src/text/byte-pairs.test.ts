import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWordEncoder, END_OF_WORD, type MergeRule } from './byte-pairs.ts'

/** The definition, word by word: join every place of the best pair from left to right, look again, until no pair has a rule. */
function encodeSlowly(word: string, rules: readonly MergeRule[]): string[] {
  const rankOf = (left: string, right: string) => rules.findLastIndex((rule) => rule[0] === left && rule[1] === right)
  let symbols = [...word]
  symbols[symbols.length - 1] += END_OF_WORD
  for (;;) {
    const ranks = symbols.slice(1).map((right, at) => rankOf(symbols[at] ?? '', right))
    const best = Math.min(...ranks.filter((rank) => rank >= 0))
    const [left, right] = rules[best] ?? []
    if (left === undefined || right === undefined) return symbols
    const joined: string[] = []
    for (let at = 0; at < symbols.length; at++) {
      const symbol = symbols[at] as string
      if (symbol === left && symbols[at + 1] === right) {
        joined.push(left + right)
        at += 1
      } else joined.push(symbol)
    }
    symbols = joined
  }
}

/** Rules over three letters, which join what others make, in an order that no training would give. */
const anyRules = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 25 }).map((picks) => {
  const symbols = ['a', 'b', 'c', ...['a', 'b', 'c'].map((letter) => letter + END_OF_WORD)]
  const rules = picks.map(([first, second, rank]) => {
    const openers = symbols.filter((symbol) => !symbol.endsWith(END_OF_WORD))
    const [left, right] = [openers[first % openers.length] as string, symbols[second % symbols.length] as string]
    symbols.push(left + right)
    return { rank, rule: [left, right] as MergeRule }
  })
  return rules.sort((a, b) => a.rank - b.rank).map(({ rule }) => rule)
})

function spellWith(rules: readonly MergeRule[]) {
  const spellings = [
    ...new Set(['a', 'b', 'c', ...['a', 'b', 'c'].map((byte) => byte + END_OF_WORD), ...rules.map((rule) => rule.join(''))]),
  ]
  const encodeWord = createWordEncoder(new Map(spellings.map((spelling, id) => [spelling, id])), rules, -1)
  return (word: string) => encodeWord(new TextEncoder().encode(word)).map((id) => spellings[id])
}

test('joins pairs as the definition says, whatever the rules', () => {
  fc.assert(
    fc.property(anyRules, fc.stringMatching(/^[abc]{1,24}$/), (rules, word) => {
      expect(spellWith(rules)(word)).toEqual(encodeSlowly(word, rules))
    }),
    { numRuns: 500 },
  )
})

test('applies a rule everywhere before a lower one that it opens the way for', () => {
  const rules: MergeRule[] = [
    ['ab', 'ab'],
    ['a', 'b'],
    ['ab', `c${END_OF_WORD}`],
  ]
  expect(spellWith(rules)('abababc')).toEqual(['abab', `abc${END_OF_WORD}`])
})

test('joins a run of one letter from the left, without overlap', () => {
  expect(spellWith([['a', 'a']])('aaaab')).toEqual(['aa', 'aa', `b${END_OF_WORD}`])
  expect(spellWith([['a', 'a']])('aaab')).toEqual(['aa', 'a', `b${END_OF_WORD}`])
})

test('gives the unknown id to bytes that the vocabulary does not have', () => {
  const encodeWord = createWordEncoder(new Map([['a', 7]]), [], 99)
  expect(encodeWord(new TextEncoder().encode('aé'))).toEqual([7, 99, 99])
})

test('takes a word of a hundred thousand letters in its stride', { timeout: 10_000 }, () => {
  const rules: MergeRule[] = [
    ['a', 'b'],
    ['ab', 'ab'],
    ['abab', 'c'],
    ['ababc', 'ababc'],
  ]
  const symbols = spellWith(rules)('ababc'.repeat(20_000))
  expect(symbols).toHaveLength(10_002)
  expect(symbols[0]).toBe('ababcababc')
})
