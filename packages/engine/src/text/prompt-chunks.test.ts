import { expect, test } from 'vitest'
import type { ClipTokenizer } from './clip-tokenizer.ts'
import { chunkPrompt } from './prompt-chunks.ts'

/** A tokenizer that numbers the letters: a is 1. */
const tokenizer: ClipTokenizer = {
  startId: 100,
  endId: 101,
  padId: 0,
  maxLength: 6,
  lastId: 101,
  encode: (text) => [...text].map((letter) => letter.charCodeAt(0) - 96),
  encodePadded: () => [],
}

test('makes one chunk of an empty prompt', () => {
  const empty = { ids: [100, 101, 0, 0, 0, 0], weights: [1, 1, 1, 1, 1, 1], fragments: [-1, -1, -1, -1, -1, -1] }
  expect(chunkPrompt([], tokenizer)).toEqual([empty])
  expect(chunkPrompt([{ text: '', weight: 0.5 }], tokenizer)).toEqual([empty])
})

test('gives each token the weight of its fragment', () => {
  const fragments = [
    { text: 'a', weight: 1 },
    { text: 'bc', weight: 0.5 },
  ]
  expect(chunkPrompt(fragments, tokenizer)).toEqual([
    { ids: [100, 1, 2, 3, 101, 0], weights: [1, 1, 0.5, 0.5, 1, 1], fragments: [-1, 0, 1, 1, -1, -1] },
  ])
})

test('goes on in another chunk, in the middle of a fragment, and leaves nothing out', () => {
  const chunks = chunkPrompt(
    [
      { text: 'abc', weight: 1 },
      { text: 'defg', weight: 2 },
    ],
    tokenizer,
  )
  expect(chunks.map(({ ids }) => ids)).toEqual([
    [100, 1, 2, 3, 4, 101],
    [100, 5, 6, 7, 101, 0],
  ])
  expect(chunks.map(({ weights }) => weights)).toEqual([
    [1, 1, 1, 1, 2, 1],
    [1, 2, 2, 2, 1, 1],
  ])
  expect(chunks[1]?.fragments).toEqual([-1, 1, 1, 1, -1, -1])
})

test('does not begin a chunk that would be empty', () => {
  expect(chunkPrompt([{ text: 'abcd', weight: 1 }], tokenizer)).toHaveLength(1)
  expect(chunkPrompt([{ text: 'abcde', weight: 1 }], tokenizer)).toHaveLength(2)
})
