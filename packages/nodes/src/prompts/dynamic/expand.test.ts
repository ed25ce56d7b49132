// biome-ignore-all lint/suspicious/noTemplateCurlyInString: dynamic prompts write their variables like this
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandDynamicPrompt } from './expand.ts'

const combine = (prompt: string, maxPrompts = 100) =>
  expandDynamicPrompt(prompt, { maxPrompts, isCombinatorial: true, chance: 0 })
const sample = (prompt: string, maxPrompts = 100, chance: number | (() => number) = 0) =>
  expandDynamicPrompt(prompt, { maxPrompts, isCombinatorial: false, chance })

describe('a combinatorial prompt', () => {
  test.each([
    ['plain text', ['plain text']],
    ['', ['']],
    ['x {a|b} y', ['x a y', 'x b y']],
    ['{ a | b }', ['a ', 'b ']],
    ['{a|b} {c|d}', ['a c', 'a d', 'b c', 'b d']],
    ['{a|{b|c}} d', ['a d', 'b d', 'c d']],
    ['{}', ['']],
    ['{|a}', ['', 'a']],
    ['{a|a}', ['a']],
    ['{3::a|0.5::b|.5::c}', ['a', 'b', 'c']],
    ['{1:: a|b}', [' a', 'b']],
    ['{a::b|c}', ['a::b', 'c']],
    ['{2$$a|b|c}', ['a,b', 'a,c', 'b,a', 'b,c', 'c,a', 'c,b']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{2$$|$$a|b}', ['a|b', 'b|a']],
    ['{ 2 $$ a|b}', ['a,b', 'b,a']],
    ['{2$$$$a|b}', ['ab', 'ba']],
    ['{1-2$$a|b|c}', ['a', 'b', 'c', 'a,b', 'a,c', 'b,a', 'b,c', 'c,a', 'c,b']],
    ['{2-1$$a|b}', ['a', 'b', 'a,b', 'b,a']],
    ['{-2$$a|b}', ['a', 'b', 'a,b', 'b,a']],
    ['{2-$$a|b|c}', ['a,b', 'a,c', 'b,a', 'b,c', 'c,a', 'c,b', 'a,b,c', 'a,c,b', 'b,a,c', 'b,c,a', 'c,a,b', 'c,b,a']],
    ['{0-1$$a|b}', ['', 'a', 'b']],
    ['{5$$a|b}', ['a,b', 'b,a']],
    ['{2$$a}', ['a']],
    ['{2$$a|a}', ['a']],
    ['{30$$a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a}', ['a']],
    ['{2$$a|{a|b}}', ['a,b', 'b,a']],
    ['{2$$|a}', ['a']],
    ['a } b | c', ['a } b | c']],
    ['100% wool for $5, _so_', ['100% wool for $5, _so_']],
    ['(word:1.2), {a|b:1.1}', ['(word:1.2), a', '(word:1.2), b:1.1']],
    ['a # not {b|c}\nd', ['a \nd']],
    ['a __color__ b', ['a __color__ b']],
    ['a_b__c', ['a_b__c']],
    ['${x={a|b}}${x} ${x}', ['a a', 'a b', 'b a', 'b b']],
    ['${x=!{a|b}}${x} ${x}', ['a a', 'b b']],
    ['${x=!{a|b}}${y=!{${x}1|${x}2}}${y}-${y}', ['a1-a1', 'a2-a2', 'b1-b1', 'b2-b2']],
    ['${x:{a|b}}', ['a', 'b']],
    ['${x=c}${x:{a|b}}', ['c']],
    ['${x=c}${x?=d}${y?=e}${x}${y}', ['ce']],
    ['${x=c}${x=d${x}}${x}', ['dc']],
  ])('%j gives every combination once, in order', (prompt, expected) => {
    expect(combine(prompt)).toEqual(expected)
  })

  test('stops at the most that is asked for, however many there would be', () => {
    const many = `{${Array.from({ length: 50 }, (_, at) => at).join('|')}}`
    expect(combine(many.repeat(50), 3)).toEqual(['0'.repeat(50), `${'0'.repeat(49)}1`, `${'0'.repeat(49)}2`])
    expect(combine(`{30$$${many.slice(1)}`, 2)).toHaveLength(2)
    expect(combine(many, 0)).toEqual([])
  })

  test('leaves parts to chance that say so, and takes others in turn', () => {
    expect(combine('{a|b|c} {@1|2}')).toEqual(['a 1', 'b 2', 'c 1'])
    expect(new Set(combine('{!a|b}{~1|2}').map((text) => text.charAt(0)))).toEqual(new Set(['a', 'b']))
    expect(combine('{~a}')).toEqual(['a'])
  })

  test('has as many combinations as its choices have options, multiplied', () => {
    const options = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(options, { maxLength: 4 }), (choices) => {
        const prompts = combine(choices.map((words) => `{${words.join('|')}}`).join('-'), 1000)
        expect(prompts).toHaveLength(choices.reduce((product, words) => product * words.length, 1))
        expect(new Set(prompts).size).toBe(prompts.length)
      }),
    )
  })
})

describe('a prompt by chance', () => {
  test('follows from its seed', () => {
    const prompt = '{a|b|c|d} {2$$e|f|g} ${x=!{1|2}}${x}'
    expect(sample(prompt, 50, 7)).toEqual(sample(prompt, 50, 7))
    expect(sample(prompt, 50, 7)).not.toEqual(sample(prompt, 50, 8))
  })

  test('takes options as often as their weights say', () => {
    const prompts = sample('{3::a|b|0::c}', 4000, 1)
    const share = prompts.filter((text) => text === 'a').length / prompts.length
    expect(share).toBeGreaterThan(0.72)
    expect(share).toBeLessThan(0.78)
    expect(prompts).not.toContain('c')
    expect(new Set(sample('{0::a|0::b}', 50))).toEqual(new Set(['a', 'b']))
  })

  test('takes several options without taking one twice', () => {
    const prompts = sample('{2-3$$ & $$a|b|c|d}', 500)
    expect(new Set(prompts.map((text) => text.split(' & ').length))).toEqual(new Set([2, 3]))
    expect(prompts.every((text) => new Set(text.split(' & ')).size === text.split(' & ').length)).toBe(true)
  })

  test('takes each option in turn where it says so', () => {
    expect(sample('{@a|b|c}', 5)).toEqual(['a', 'b', 'c', 'a', 'b'])
  })

  test('decides a name once, or anew at each use', () => {
    expect(sample('${x=!{a|b|c}}${x}${x}${x}', 100).every((text) => /^(.)\1\1$/.test(text))).toBe(true)
    expect(sample('${x={a|b|c}}${x}${x}${x}', 100).some((text) => !/^(.)\1\1$/.test(text))).toBe(true)
  })

  test('leaves wildcards as they are written', () => {
    expect(sample('{__color__|__color__} __a/b*__', 1)).toEqual(['__color__ __a/b*__'])
  })

  test('gives only what the combinatorial one lists', () => {
    const prompt = '{a|b{1|2}} {1-2$$x|y|{z|}} ${n={p|q}}${n}${n}'
    const all = new Set(combine(prompt, 10_000))
    expect(sample(prompt, 2000).filter((text) => !all.has(text))).toEqual([])
    expect(new Set(sample(prompt, 5000)).size).toBe(all.size)
  })
})

/** Names of which each stands for the one before it, so many times. */
function nameNames(depth: number, first: string, times: number): string {
  const names = Array.from({ length: depth }, (_, at) => `\${n${at + 1}=${`\${n${at}}`.repeat(times)}}`)
  return `\${n0=${first}}${names.join('')}\${n${depth}}`
}

describe('a prompt is refused', () => {
  test('when it has too many possibilities to look at', () => {
    expect(() => combine('{9$$a|{a}|{{a}}|{|a}|{a|}|{a|a}|{a||a}|{|a|a}|{a|a|}|{||a}}')).toThrow('too many possibilities')
    expect(() => sample(nameNames(40, '', 2))).toThrow('too many possibilities')
  })

  test.each(
    [
      ['a {b|c', 'The brace at position 3 of the prompt is not closed'],
      ['{a|{b}', 'The brace at position 1'],
      ['${x=a', 'The brace at position 1'],
      ['${}', 'has no name'],
      ['${x}', 'which stands for nothing'],
      ['%{a ... b$$c}', 'Wrapping one prompt in another'],
      ['{__a__|x{__b__|__a__}}', 'No values found for wildcard(s): a, b'],
      ['{'.repeat(10_000), 'more than 100 deep'],
      [nameNames(600, 'a', 1), 'more than 500'],
      [nameNames(60, 'a', 2), 'longer than 100000 characters'],
      [`\${a=${'x'.repeat(60_000)}}\${a}\${a}`, 'longer than 100000 characters'],
    ].map(([prompt = '', words = '']) => [words, prompt] as const),
  )('with the words: %s', (words, prompt) => {
    expect(() => combine(prompt)).toThrow(words)
    if (!words.startsWith('No values')) expect(() => sample(prompt)).toThrow(words)
  })
})
