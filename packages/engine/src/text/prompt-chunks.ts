import type { ClipTokenizer } from './clip-tokenizer.ts'
import type { PromptFragment } from './prompt-weights.ts'

/** As much of a prompt as the text encoder takes at a time. All arrays have one entry a position, `maxLength` in all. */
export interface PromptChunk {
  /** Start token, up to `maxLength` - 2 tokens of the prompt, end token, padding. */
  readonly ids: readonly number[]
  /** Weight of each token; 1 for start, end and padding. */
  readonly weights: readonly number[]
  /** Which fragment of the prompt each token comes from; -1 for start, end and padding. */
  readonly fragments: readonly number[]
}

/**
 * Cuts a prompt into chunks for the text encoder: each fragment is tokenized by itself, and the row of all tokens is cut
 * wherever a chunk is full, as compel does with `truncate_long_prompts` off. Nothing is left out; an empty prompt is one chunk.
 */
export function chunkPrompt(fragments: readonly PromptFragment[], tokenizer: ClipTokenizer): PromptChunk[] {
  const tokens: Token[] = []
  fragments.forEach(({ text, weight }, fragment) => {
    for (const id of tokenizer.encode(text)) tokens.push({ id, weight, fragment })
  })
  const room = tokenizer.maxLength - 2
  const chunks = [makeChunk(tokens.slice(0, room), tokenizer)]
  for (let at = room; at < tokens.length; at += room) chunks.push(makeChunk(tokens.slice(at, at + room), tokenizer))
  return chunks
}

interface Token {
  readonly id: number
  readonly weight: number
  readonly fragment: number
}

function makeChunk(tokens: readonly Token[], tokenizer: ClipTokenizer): PromptChunk {
  const { startId, endId, padId, maxLength } = tokenizer
  const marker = (id: number) => ({ id, weight: 1, fragment: -1 })
  const row = [marker(startId), ...tokens, marker(endId)]
  while (row.length < maxLength) row.push(marker(padId))
  return {
    ids: row.map((token) => token.id),
    weights: row.map((token) => token.weight),
    fragments: row.map((token) => token.fragment),
  }
}
