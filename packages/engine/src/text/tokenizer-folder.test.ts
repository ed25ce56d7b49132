import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTokenizer } from './tokenizer-folder.ts'

const vocabulary = {
  '!': 0,
  '!</w>': 1,
  c: 2,
  a: 3,
  'a</w>': 4,
  't</w>': 5,
  ca: 6,
  'cat</w>': 7,
  '<|startoftext|>': 8,
  '<|endoftext|>': 9,
}
const merges = '#version: 0.2\nc a\nca t</w>\n'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-tokenizer-'))
  await put({ 'vocab.json': vocabulary, 'merges.txt': merges })
})
afterEach(() => rm(folder, { recursive: true }))

/** Writes files into the folder; objects as JSON, undefined removes. */
async function put(files: Record<string, unknown>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) await rm(join(folder, name), { recursive: true })
    else await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
}

test('needs no more than the vocabulary and the merges', async () => {
  const tokenizer = await loadTokenizer(folder)
  expect(tokenizer).toMatchObject({ startId: 8, endId: 9, padId: 9, maxLength: 77 })
  expect(tokenizer.encode('a cat!')).toEqual([4, 7, 1])
})

test('takes length and tokens from the configuration, as strings or as objects', async () => {
  await put({
    'tokenizer_config.json': { model_max_length: 5, bos_token: { content: '<|startoftext|>', lstrip: false }, pad_token: '!' },
  })
  const tokenizer = await loadTokenizer(folder)
  expect(tokenizer.encodePadded('cat')).toEqual([8, 7, 9, 0, 0])
  expect(tokenizer.encode('cat!')).toEqual([7, 0])
})

test('lets the special tokens map override an older configuration, but not one that lists its added tokens', async () => {
  const config = { pad_token: '<|endoftext|>' }
  await put({ 'tokenizer_config.json': config, 'special_tokens_map.json': { pad_token: { content: '!' } } })
  expect((await loadTokenizer(folder)).padId).toBe(0)
  await put({ 'tokenizer_config.json': { ...config, added_tokens_decoder: { 9: { content: '<|endoftext|>', special: true } } } })
  expect((await loadTokenizer(folder)).padId).toBe(9)
})

test('knows added tokens with ids of their own', async () => {
  await put({ 'added_tokens.json': { '<style>': 10 } })
  expect((await loadTokenizer(folder)).encode('a<style>')).toEqual([4, 10])
  await put({ 'added_tokens.json': undefined, 'tokenizer_config.json': { added_tokens_decoder: { 11: { content: '<mood>' } } } })
  expect((await loadTokenizer(folder)).encode('a<mood>')).toEqual([4, 11])
})

test('takes a length that stands for "unknown" for the usual one', async () => {
  await put({ 'tokenizer_config.json': '{"model_max_length": 1000000000000000019884624838656}' })
  expect((await loadTokenizer(folder)).maxLength).toBe(77)
})

test('reads merges with the line ends of Windows', async () => {
  await put({ 'merges.txt': merges.replaceAll('\n', '\r\n') })
  expect((await loadTokenizer(folder)).encode('cat')).toEqual([7])
})

const { '<|endoftext|>': _, ...endless } = vocabulary

test.each([
  ['no vocabulary', { 'vocab.json': undefined }, 'model_incomplete', 'vocab.json'],
  ['no merges', { 'merges.txt': undefined }, 'model_incomplete', 'merges.txt'],
  ['a vocabulary without the end token', { 'vocab.json': endless }, 'model_incomplete', '<|endoftext|>'],
  ['a padding token without an id', { 'tokenizer_config.json': { pad_token: '[PAD]' } }, 'model_incomplete', '[PAD]'],
  ['a vocabulary that is not JSON', { 'vocab.json': '{' }, 'file_malformed', 'vocab.json'],
  ['a vocabulary that is a list', { 'vocab.json': ['a'] }, 'file_malformed', 'vocab.json'],
  ['an id that is no whole number', { 'vocab.json': { ...vocabulary, a: 1.5 } }, 'file_malformed', 'vocab.json: a:'],
  ['an empty vocabulary', { 'vocab.json': {} }, 'file_malformed', 'vocab.json'],
  ['a merge of three symbols', { 'merges.txt': `${merges}a b c\n` }, 'file_malformed', 'line 4'],
  ['a merge of one symbol', { 'merges.txt': '#version: 0.2\na\nc a' }, 'file_malformed', 'line 2'],
  ['a length that is a word', { 'tokenizer_config.json': { model_max_length: 'long' } }, 'file_malformed', 'model_max_length'],
  ['a length with no room for text', { 'tokenizer_config.json': { model_max_length: 2 } }, 'file_malformed', 'model_max_length'],
  ['a token that is a number', { 'special_tokens_map.json': { bos_token: 4 } }, 'file_malformed', 'bos_token'],
  [
    'an added token without a number',
    { 'tokenizer_config.json': { added_tokens_decoder: { x: 'y' } } },
    'file_malformed',
    'added_tokens_decoder',
  ],
])('refuses %s and says so', async (_name, files, code, part) => {
  await put(files)
  await expect(loadTokenizer(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(part) })
})
