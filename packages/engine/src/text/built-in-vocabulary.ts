import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { END_OF_WORD, type MergeRule } from './byte-pairs.ts'
import { BYTE_SYMBOLS, BYTES_IN_VOCABULARY_ORDER } from './byte-symbols.ts'
import { type ClipTokenizer, createClipTokenizer, END_TOKEN, START_TOKEN } from './clip-tokenizer.ts'

const MAX_LENGTH = 77

let loaded: Promise<ClipTokenizer> | undefined

/**
 * The tokenizer of OpenAI's CLIP, which single-file checkpoints do not bring along: 49,408 tokens, length 77, padded with its
 * end token. Read once a process.
 *
 * @throws whatever reading the asset throws: without it the installation is broken
 */
export function loadBuiltInTokenizer(): Promise<ClipTokenizer> {
  loaded ??= readBuiltInTokenizer()
  return loaded
}

async function readBuiltInTokenizer(): Promise<ClipTokenizer> {
  // Looked up by package, since a build moves this code away from the package's own folder.
  const path = createRequire(import.meta.url).resolve('@bottega/engine/assets/clip-merges.txt.br')
  const text = (await promisify(brotliDecompress)(await readFile(path))).toString('utf8')
  const rules = text.split('\n').map((line) => line.split(' ') as [string, string])
  const ids = numberSymbols(rules)
  const idOf = (spelling: string) => ids.get(spelling) as number
  const [startId, endId] = [idOf(START_TOKEN), idOf(END_TOKEN)]
  const specialIds = new Map([START_TOKEN, END_TOKEN].map((token) => [token, idOf(token)]))
  return createClipTokenizer({ ids, rules, specialIds, startId, endId, padId: endId, unknownId: endId, maxLength: MAX_LENGTH })
}

/** CLIP's numbering: the bytes, the bytes as ends of words, the result of each rule, the two markers. */
function numberSymbols(rules: readonly MergeRule[]): Map<string, number> {
  const bytes = BYTES_IN_VOCABULARY_ORDER.map((byte) => BYTE_SYMBOLS[byte] as string)
  const symbols = [
    ...bytes,
    ...bytes.map((symbol) => symbol + END_OF_WORD),
    ...rules.map((pair) => pair.join('')),
    START_TOKEN,
    END_TOKEN,
  ]
  return new Map(symbols.map((symbol, id) => [symbol, id]))
}
