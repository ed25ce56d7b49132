import { BYTE_SYMBOLS } from './byte-symbols.ts'
import { createRankQueue } from './rank-queue.ts'

/** What a vocabulary file marks the last symbol of a word with. */
export const END_OF_WORD = '</w>'

/** Two symbols that become one, in the spelling of a merges file. */
export type MergeRule = readonly [left: string, right: string]

/** Cuts one word, given as its UTF-8 bytes (at least one), into the symbols of the vocabulary; returns their ids. */
export type WordEncoder = (bytes: Uint8Array) => number[]

interface Merge {
  readonly rank: number
  readonly symbol: number
}

/**
 * Byte-pair encoding: a word begins as its bytes, and as long as two neighbours have a rule, those with the lowest rank are
 * joined, from left to right wherever they stand. Takes n·log(n) steps for a word of n bytes.
 *
 * @param vocabulary  id of every symbol, by its spelling
 * @param rules       in order of rank; a pair that is listed twice keeps its last rank
 * @param unknownId   for symbols that rules make or words hold and that have no id
 * @source            Sennrich et al. 2016 (arXiv:1508.07909), Algorithm 1
 */
export function createWordEncoder(
  vocabulary: ReadonlyMap<string, number>,
  rules: readonly MergeRule[],
  unknownId: number,
): WordEncoder {
  const symbols = new Map<string, number>()
  const ids: number[] = []
  const symbolOf = (spelling: string) => {
    const known = symbols.get(spelling)
    if (known !== undefined) return known
    symbols.set(spelling, ids.length)
    ids.push(vocabulary.get(spelling) ?? unknownId)
    return ids.length - 1
  }
  const byteSymbols = BYTE_SYMBOLS.map(symbolOf)
  const lastByteSymbols = BYTE_SYMBOLS.map((spelling) => symbolOf(spelling + END_OF_WORD))
  const merges = new Map<number, Merge>()
  rules.forEach(([left, right], rank) => {
    merges.set(pairKey(symbolOf(left), symbolOf(right)), { rank, symbol: symbolOf(left + right) })
  })

  return (bytes) => {
    const word = Array.from(bytes, (byte) => byteSymbols[byte] as number)
    word[word.length - 1] = lastByteSymbols[bytes[bytes.length - 1] as number] as number
    return joinPairs(word, merges).map((symbol) => ids[symbol] as number)
  }
}

function pairKey(left: number, right: number): number {
  // Vocabularies stay far below 2^26 symbols, so the key is exact.
  return left * 2 ** 26 + right
}

/** The word is a chain of cells; a join keeps the left cell and takes the right one out, so places stay valid throughout. */
function joinPairs(word: readonly number[], merges: ReadonlyMap<number, Merge>): number[] {
  const symbols: (number | undefined)[] = [...word]
  const next = word.map((_, at) => at + 1)
  const previous = word.map((_, at) => at - 1)
  const queue = createRankQueue()

  const mergeAt = (at: number) => {
    const [left, right] = [symbols[at], symbols[next[at] as number]]
    return left === undefined || right === undefined ? undefined : merges.get(pairKey(left, right))
  }
  const queueAt = (at: number) => {
    const merge = at < 0 ? undefined : mergeAt(at)
    if (merge !== undefined) queue.add(merge.rank, at)
  }
  const join = (at: number, symbol: number) => {
    const gone = next[at] as number
    const after = next[gone] as number
    symbols[at] = symbol
    symbols[gone] = undefined
    next[at] = after
    if (after < word.length) previous[after] = at
    queueAt(previous[at] as number)
    queueAt(at)
  }

  word.forEach((_, at) => {
    queueAt(at)
  })
  for (let batch = queue.take(); batch !== undefined; batch = queue.take()) {
    for (const at of batch.places) {
      // An earlier join may have changed or taken what stood here.
      const merge = mergeAt(at)
      if (merge?.rank === batch.rank) join(at, merge.symbol)
    }
  }
  return symbols.filter((symbol) => symbol !== undefined)
}
