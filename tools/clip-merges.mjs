// node tools/clip-merges.mjs FILE: makes the merges that the engine ships from OpenAI's bpe_simple_vocab_16e6.txt.gz
// (github.com/openai/CLIP, MIT licence, kept beside the asset). Needed only if the asset is ever lost or doubted.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib'
import { root } from './clone/root.mjs'

/** CLIP's 49,408 tokens: the 256 bytes, the 256 bytes as ends of words, one for each merge used, and two markers. */
const MERGES_USED = 49_408 - 2 * 256 - 2

const [source] = process.argv.slice(2)
if (source === undefined) {
  console.error('Give the path of bpe_simple_vocab_16e6.txt.gz.')
  process.exit(2)
}
const lines = gunzipSync(readFileSync(source)).toString('utf8').split('\n')
const merges = Buffer.from(lines.slice(1, MERGES_USED + 1).join('\n'))
const asset = brotliCompressSync(merges, {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: merges.length,
  },
})
writeFileSync(join(root, 'packages/engine/assets/clip-merges.txt.br'), asset)
console.log(`wrote ${MERGES_USED} merges, ${asset.length} bytes`)
