import { expect, test } from 'vitest'
import { type ClipVocabulary, createClipTokenizer, END_TOKEN, START_TOKEN } from './clip-tokenizer.ts'

const spellings = ['!', '!</w>', 'c', 'a', 't', 'a</w>', 't</w>', 'ca', 'cat</w>', START_TOKEN, END_TOKEN, '[style]']
const ids = new Map(spellings.map((spelling, id) => [spelling, id]))
const id = (spelling: string) => ids.get(spelling) as number

function createTokenizer(change: Partial<ClipVocabulary> = {}) {
  return createClipTokenizer({
    ids,
    rules: [
      ['c', 'a'],
      ['ca', 't</w>'],
    ],
    startId: id(START_TOKEN),
    endId: id(END_TOKEN),
    padId: id(END_TOKEN),
    unknownId: id(END_TOKEN),
    specialIds: new Map([START_TOKEN, END_TOKEN].map((token) => [token, id(token)])),
    maxLength: 6,
    ...change,
  })
}

test('encodes words by the rules, with no start, no end and no limit', () => {
  expect(createTokenizer().encode('Cat a  CAT!')).toEqual(['cat</w>', 'a</w>', 'cat</w>', '!</w>'].map(id))
  expect(createTokenizer().encode('cat '.repeat(50))).toHaveLength(50)
})

test('pads to the length of the encoder', () => {
  expect(createTokenizer({ padId: 0 }).encodePadded('cat')).toEqual([id(START_TOKEN), id('cat</w>'), id(END_TOKEN), 0, 0, 0])
})

test('cuts at the length of the encoder and still ends', () => {
  expect(createTokenizer().encodePadded('a '.repeat(9))).toEqual([id(START_TOKEN), ...Array(4).fill(id('a</w>')), id(END_TOKEN)])
})

test('takes special tokens in a text for what they are, in any case and with control characters in them', () => {
  const text = `cat${START_TOKEN}cat<|EndOfText|> <|end\u200doftext|>`
  expect(createTokenizer().encode(text)).toEqual(['cat</w>', START_TOKEN, 'cat</w>', END_TOKEN, END_TOKEN].map(id))
})

test('lets a padding token that is a word of its own stand for that word everywhere', () => {
  const tokenizer = createTokenizer({ padId: 0, specialIds: new Map([['!', 0]]) })
  expect(tokenizer.encode('cat!!a')).toEqual([id('cat</w>'), 0, 0, id('a</w>')])
})

test('prefers the longest of several special tokens', () => {
  const tokenizer = createTokenizer({
    specialIds: new Map([
      ['[', 90],
      ['[style]', 91],
      ['[style', 92],
    ]),
  })
  expect(tokenizer.encode('a[style]a[stylea')).toEqual([id('a</w>'), 91, id('a</w>'), 92, id('a</w>')])
})
