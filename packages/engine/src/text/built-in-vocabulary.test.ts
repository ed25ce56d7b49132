import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadBuiltInTokenizer } from './built-in-vocabulary.ts'
import { BYTE_SYMBOLS, BYTES_IN_VOCABULARY_ORDER } from './byte-symbols.ts'

const tokenizer = await loadBuiltInTokenizer()

test('knows its markers and its length', () => {
  expect(tokenizer).toMatchObject({ startId: 49406, endId: 49407, padId: 49407, maxLength: 77 })
})

// From Hugging Face's CLIPTokenizer (transformers 4.40, Python 3.11, without ftfy).
test.each([
  ['', []],
  ['a photo of a cat', [320, 1125, 539, 320, 2368]],
  ['hello world!', [3306, 1002, 256]],
  ['café DALÍ naïve', [15304, 2476, 23928, 1097, 35689, 563]],
  ['cafe\u0301', [15304]],
  ['a\u200db\u00adc', [5334]],
  ['日本語 text', [37156, 19277, 361, 34002, 508, 4160]],
  ["don't DON'T", [847, 713, 847, 713]],
  ["it'ſ", [585, 6, 129, 379]],
  ['1234 ½ Ⅷ', [272, 273, 274, 275, 33613, 158, 227, 371]],
  ['🙂👩‍👩‍👧', [32006, 18800, 18800, 964, 356]],
  ['ΑΣ', [138, 109, 139, 480]],
  ['İstanbul', [328, 16384, 11231]],
  ['a\u2028b\u000bc', [320, 2162]],
  ['<|endoftext|>x<|StartOfText|>', [49407, 343, 49406]],
  ['\ud800a\u0000', [320]],
  ['!!! ... ---', [995, 678, 11079]],
])('encodes %j as the reference does', (text, ids) => {
  expect(tokenizer.encode(text)).toEqual(ids)
})

test('agrees with another implementation on text without what only one of them cleans', () => {
  const other = createOtherTokenizer()
  const piece = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCXYZ') }),
    fc.constantFrom(
      'photo',
      'Photography',
      'é',
      'ñandú',
      'Привет',
      '🙂',
      '한국',
      "'s",
      "'LL",
      '7',
      '42',
      ' ',
      '  ',
      '.',
      '...',
      '!?',
      '(',
      ')',
      '-',
      '&',
      '%',
    ),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (prompt) => {
      expect(tokenizer.encode(prompt)).toEqual(other.encode(prompt, { add_special_tokens: false }).ids)
    }),
    { numRuns: 500 },
  )
})

test('any string is a prompt', () => {
  const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (prompt) => {
      const ids = tokenizer.encodePadded(prompt)
      expect(ids).toHaveLength(77)
      expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < 49408)).toBe(true)
    }),
  )
})

test('reads very long prompts in linear time', { timeout: 10_000 }, () => {
  expect(tokenizer.encode('a photo of a cat, '.repeat(10_000))).toHaveLength(60_000)
  expect(tokenizer.encode('('.repeat(100_000))).toHaveLength(50_000)
  expect(tokenizer.encode('abcdefghij'.repeat(10_000))).toHaveLength(40_000)
})

function createOtherTokenizer(): Tokenizer {
  const path = new URL('../../assets/clip-merges.txt.br', import.meta.url)
  const merges = brotliDecompressSync(readFileSync(path)).toString('utf8').split('\n')
  const bytes = BYTES_IN_VOCABULARY_ORDER.map((byte) => BYTE_SYMBOLS[byte] as string)
  const symbols = [...bytes, ...bytes.map((byte) => `${byte}</w>`), ...merges.map((merge) => merge.replace(' ', ''))]
  const markers = ['<|startoftext|>', '<|endoftext|>']
  const tokenizerJson = {
    added_tokens: markers.map((content, at) => ({
      id: 49406 + at,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    decoder: { type: 'ByteLevel' },
    post_processor: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: Object.fromEntries([...symbols, ...markers].map((symbol, id) => [symbol, id])),
      merges,
    },
  }
  return new Tokenizer(tokenizerJson, { model_max_length: 77, unk_token: '<|endoftext|>' })
}
