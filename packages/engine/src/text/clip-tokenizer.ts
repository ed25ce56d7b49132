import { createWordEncoder, type MergeRule } from './byte-pairs.ts'
import { cleanText } from './clean-text.ts'

/** Turns prompts into token ids of a CLIP text encoder. Any string is a prompt; nothing is refused and nothing throws. */
export interface ClipTokenizer {
  readonly startId: number
  readonly endId: number
  /** Fills up what is shorter than `maxLength`; often the same as `endId`. */
  readonly padId: number
  /** Tokens that the text encoder takes at a time, start and end included. */
  readonly maxLength: number
  /** The largest id that a text can become. */
  readonly lastId: number
  /** Ids of the text alone: no start, no end, however long. */
  encode(text: string): number[]
  /** Exactly `maxLength` ids: start, as much of the text as fits, end, padding. */
  encodePadded(text: string): number[]
}

/** What a tokenizer is made of. */
export interface ClipVocabulary {
  /** Id of every symbol of the vocabulary, by its spelling; the last symbol of a word ends in `</w>`. */
  readonly ids: ReadonlyMap<string, number>
  /** In order of rank. */
  readonly rules: readonly MergeRule[]
  readonly startId: number
  readonly endId: number
  readonly padId: number
  /** Stands in for symbols without an id. */
  readonly unknownId: number
  /** Spellings that are one token wherever they stand in a text, before it is cleaned, in this very case. */
  readonly specialIds: ReadonlyMap<string, number>
  readonly maxLength: number
}

/** The start and end tokens as they are spelled. */
export const [START_TOKEN, END_TOKEN] = ['<|startoftext|>', '<|endoftext|>'] as const

/**
 * Words of a cleaned text. The only letter outside ASCII that folds to one of the literal ones is the long s, so ignoring case
 * is spelled out here: as a flag, JavaScript would stretch it over the Unicode classes too.
 */
const WORD = /<\|[sſ]tartoftext\|>|<\|endoftext\|>|'(?:[sſ]|t|re|ve|m|ll|d)|\p{L}+|\p{N}|[^ \p{L}\p{N}]+/gu

const MAX_CACHED_WORDS = 16_384
const MAX_CACHED_WORD_LENGTH = 64

/**
 * CLIP's tokenizer: byte-level byte-pair encoding of the words of a cleaned, lower-cased text, as in Hugging Face's
 * `CLIPTokenizer` without the ftfy package. Time grows linearly with the length of the text.
 *
 * @source Radford et al. 2021 (arXiv:2103.00020), section 2.4
 */
export function createClipTokenizer(vocabulary: ClipVocabulary): ClipTokenizer {
  const { startId, endId, padId, maxLength } = vocabulary
  const encodeWord = createWordEncoder(vocabulary.ids, vocabulary.rules, vocabulary.unknownId)
  const splitSpecials = createSplitter([...vocabulary.specialIds.keys()])
  const utf8 = new TextEncoder()
  const cache = new Map<string, readonly number[]>()

  const wordIds = (word: string) => {
    const cached = cache.get(word)
    if (cached !== undefined) return cached
    // A special token in another case, or with control characters inside, comes to light only now.
    const isMarker = word === START_TOKEN || word === END_TOKEN
    const ids = isMarker
      ? [vocabulary.specialIds.get(word) ?? vocabulary.ids.get(word) ?? vocabulary.unknownId]
      : encodeWord(utf8.encode(word))
    if (word.length <= MAX_CACHED_WORD_LENGTH) {
      if (cache.size >= MAX_CACHED_WORDS) cache.clear()
      cache.set(word, ids)
    }
    return ids
  }

  const encode = (text: string) => {
    const ids: number[] = []
    for (const part of splitSpecials(text)) {
      const special = vocabulary.specialIds.get(part)
      if (special !== undefined) ids.push(special)
      else for (const [word] of cleanText(part).matchAll(WORD)) for (const id of wordIds(word)) ids.push(id)
    }
    return ids
  }

  return {
    startId,
    endId,
    padId,
    maxLength,
    lastId: [...vocabulary.ids.values(), ...vocabulary.specialIds.values(), startId, endId, padId, vocabulary.unknownId].reduce(
      (largest, id) => Math.max(largest, id),
      0,
    ),
    encode,
    encodePadded(text) {
      const ids = [startId, ...encode(text).slice(0, maxLength - 2), endId]
      while (ids.length < maxLength) ids.push(padId)
      return ids
    },
  }
}

/** Cuts texts before and after each of the given spellings; where several begin at one place, the longest counts. */
function createSplitter(spellings: readonly string[]): (text: string) => string[] {
  const literals = spellings
    .filter((spelling) => spelling !== '')
    .sort((a, b) => b.length - a.length)
    .map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  if (literals.length === 0) return (text) => [text]
  const pattern = new RegExp(`(${literals.join('|')})`, 'u')
  return (text) => text.split(pattern)
}
