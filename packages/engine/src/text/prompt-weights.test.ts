import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePromptWeights } from './prompt-weights.ts'

/** Fragments as pairs, with weights rounded to nine digits. */
function parse(prompt: string): [string, number][] {
  return parsePromptWeights(prompt).map(({ text, weight }) => [text, Number(weight.toFixed(9))])
}

// The reference is compel 2.0.3, except where the title says otherwise.
test.each<[string, [string, number][]]>([
  ['', []],
  [' \n', []],
  ['a photo of a cat', [['a photo of a cat', 1]]],
  [
    'a (fluffy cat)0.5 sits',
    [
      ['a', 1],
      ['fluffy cat', 0.5],
      ['sits', 1],
    ],
  ],
  [
    '(a photo)1.2 of (a cat)0.8',
    [
      ['a photo', 1.2],
      ['of', 1],
      ['a cat', 0.8],
    ],
  ],
  [
    'a photo of a cat++ and a dog--',
    [
      ['a photo of a', 1],
      ['cat', 1.21],
      ['and a', 1],
      ['dog', 0.81],
    ],
  ],
  [
    '(cat)+ "two dogs"- "x"1.2',
    [
      ['cat', 1.1],
      ['two dogs', 0.9],
      ['x', 1.2],
    ],
  ],
  [
    '(big (red)0.5 ball)1.4',
    [
      ['big', 1.4],
      ['red', 0.7],
      ['ball', 1.4],
    ],
  ],
  [
    'hairy (mountain man+)2',
    [
      ['hairy', 1],
      ['mountain', 2],
      ['man', 2.2],
    ],
  ],
  [
    'flames.attend(0.5) (x).attend( ++ )',
    [
      ['flames', 0.5],
      ['x', 1.21],
    ],
  ],
  ['hamburger ((bun)) [roll]', [['hamburger bun [roll]', 1]]],
  [
    '(a)+ (b)1.1 c',
    [
      ['a b', 1.1],
      ['c', 1],
    ],
  ],
  [
    '(a, b.)1.2,c',
    [
      ['a , b .', 1.2],
      [', c', 1],
    ],
  ],
  [
    'middle age,fantasy++ style',
    [
      ['middle age,', 1],
      ['fantasy', 1.21],
      ['style', 1],
    ],
  ],
  [
    'mountain \\(man\\)+ \\"hi\\" \\\\(x',
    [
      ['mountain', 1],
      ['(man)', 1.1],
      ['"hi" (x', 1],
    ],
  ],
  [
    '(a \\( b)2 "c \\" d"+',
    [
      ['a ( b', 2],
      ['c " d', 1.1],
    ],
  ],
  [
    'hot-dog+ (x -y)- a+b',
    [
      ['hot-dog', 1.1],
      ['x -y', 0.9],
      ['a+b', 1],
    ],
  ],
  [
    '(cat)0 (cat).5 (cat)14',
    [
      ['cat', 0],
      ['cat', 0.5],
      ['cat', 14],
    ],
  ],
  [
    '(cat)1.4. (cat)2nd',
    [
      ['cat', 1.4],
      ['.', 1],
      ['cat', 2],
      ['nd', 1],
    ],
  ],
  ['(cat) 1.4', [['cat 1.4', 1]]],
  [
    '(cat)-1',
    [
      ['cat', 0.9],
      ['1', 1],
    ],
  ],
  [
    'café+ (日本語)1.3 🙂++',
    [
      ['café', 1.1],
      ['日本語', 1.3],
      ['🙂', 1.21],
    ],
  ],
  [
    "don't+ it's",
    [
      ["don't", 1.1],
      ["it's", 1],
    ],
  ],
])('reads %j', (prompt, fragments) => {
  expect(parse(prompt)).toEqual(fragments)
})

test.each<[string, [string, number][]]>([
  ['((((', [['((((', 1]]],
  [')+ x', [[')+ x', 1]]],
  ['a badly (formed +test prompt', [['a badly (formed +test prompt', 1]]],
  ['(((a badly (formed +test )prompt', [['(((a badly formed +test prompt', 1]]],
  ['( a + b )1.2', [['( a + b )1.2', 1]]],
  ['foo(bar)+ U.S.A.+ a=b+', [['foo(bar)+ U.S.A.+ a=b+', 1]]],
  ['"a (b" c', [['"a (b" c', 1]]],
  ['say "x', [['say "x', 1]]],
  ['"a\nb"+', [['"a b"+', 1]]],
  ['+ - ++ , .', [['+ - ++ , .', 1]]],
  ['(x)NaN', [['x NaN', 1]]],
  ['(x)1e999', [['x e999', 1]]],
  ['\\', [['\\', 1]]],
  ['()1.5 ()', []],
])('takes %j for plain text where it is no weight', (prompt, fragments) => {
  expect(parse(prompt)).toEqual(fragments)
})

test.each<[string, [string, number][]]>([
  [
    'a (fluffy cat:1.3) sits',
    [
      ['a', 1],
      ['fluffy cat', 1.3],
      ['sits', 1],
    ],
  ],
  [
    '(cat:.5) (dog : 2 )',
    [
      ['cat', 0.5],
      ['dog', 2],
    ],
  ],
  [
    '((red:1.5) cat:2)',
    [
      ['red', 3],
      ['cat', 2],
    ],
  ],
  ['(cat:1.5)+', [['cat', 1.65]]],
  [
    '(16:9) (at 12:30) (1990s:1.2)',
    [
      ['16:9 at 12:30', 1],
      ['1990s', 1.2],
    ],
  ],
  ['(a:1.2 b) (:3) cat:1.3', [['a:1 . 2 b :3 cat:1.3', 1]]],
])('reads the spelling with a colon in %j, which compel does not know', (prompt, fragments) => {
  expect(parse(prompt)).toEqual(fragments)
})

test('stops weights at 1000, and a weight of 0 is 0 whatever stands around it', () => {
  const endless = '9'.repeat(400)
  expect(parse(`(a)${endless} (b${'+'.repeat(99_999)}) ((c)500)500`)).toEqual([['a b c', 1000]])
  expect(parse(`((a)0)${endless} (b:${endless}.)0 c${'-'.repeat(99_999)}`)).toEqual([['a b c', 0]])
})

const syntax = [
  '(',
  ')',
  '"',
  '\\',
  '\\(',
  '\\)',
  '\\"',
  ',',
  '.',
  '+',
  '-',
  '++',
  '--',
  '=',
  ' ',
  '\n',
  ':',
  '1',
  '1.5)',
  ')0.5',
  ':1.2)',
  '.attend(',
  '[',
  ']',
]
const word = fc.stringMatching(/^[xyz]{1,4}$/)
const anyPrompt = fc.array(fc.oneof(word, fc.constantFrom(...syntax)), { maxLength: 40 })

test('keeps every word of any text, in order, with a weight from 0 to 1000', () => {
  fc.assert(
    fc.property(anyPrompt, (pieces) => {
      const fragments = parsePromptWeights(pieces.join(''))
      const letters = (text: string) => text.replaceAll(/[^xyz]/g, '')
      expect(letters(fragments.map(({ text }) => text).join(' '))).toBe(letters(pieces.join('')))
      for (const { weight } of fragments) expect(weight >= 0 && weight <= 1000).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('never throws, whatever the string', () => {
  const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))
  fc.assert(fc.property(fc.string({ unit }), (prompt) => Array.isArray(parsePromptWeights(prompt))))
})

test('finds no weight in what it once took for plain text', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(parse(words.join(' '))).toEqual([[words.join(' '), 1]])
    }),
  )
})

test.each(['(', '( ', '(( a', '" (', '("a (b)" ', '(a = ', '(a:1', '( " ( " = ', 'a .attend ', '\\', 'a+', '(x:1.1)', '"\\"'])(
  'reads a hundred thousand characters of %j in linear time',
  { timeout: 10_000 },
  (piece) => {
    const length = 100_000
    const many = piece.repeat(length / piece.length)
    const nested = '('.repeat(length) + many + ')1.1'.repeat(length)
    for (const prompt of [many, `(${many} + )`, `"${many}`, nested]) expect(parsePromptWeights(prompt).length).toBeGreaterThan(0)
  },
)
