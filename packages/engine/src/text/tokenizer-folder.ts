import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { isFile, readJsonFile, readTextFile } from '../formats/index.ts'
import type { MergeRule } from './byte-pairs.ts'
import { type ClipTokenizer, createClipTokenizer } from './clip-tokenizer.ts'
import { readTokenizerSettings } from './tokenizer-settings.ts'

/** Rules that CLIP's tokenizer uses of a merges file; published files list more, which never had an id. */
const MAX_RULES = 48_894
/** Twenty times the size of CLIP's. */
const MAX_MERGES_BYTES = 10_000_000

/**
 * The tokenizer in a diffusers model's `tokenizer` folder: `vocab.json` and `merges.txt`, with `tokenizer_config.json`,
 * `special_tokens_map.json` and `added_tokens.json` where they exist.
 *
 * @throws `model_incomplete` when a file, or a special token's id, is missing; `file_malformed` naming the file and the fault
 */
export async function loadTokenizer(folder: string): Promise<ClipTokenizer> {
  const ids = await readVocabulary(join(folder, 'vocab.json'))
  const rules = await readRules(join(folder, 'merges.txt'))
  const settings = await readTokenizerSettings(folder)

  const idOf = (token: string) => settings.addedIds.get(token) ?? ids.get(token)
  const needId = (token: string, purpose: string) => {
    const id = idOf(token)
    if (id === undefined) {
      throw new EngineError(
        'model_incomplete',
        `${join(folder, 'vocab.json')} has no id for ${token}, its ${purpose} token. Download the folder again.`,
      )
    }
    return id
  }
  const { start, end, pad, unknown } = settings
  const specialIds = new Map(settings.addedIds)
  for (const token of [start, end, pad, unknown, ...settings.others]) {
    const id = idOf(token)
    if (id !== undefined) specialIds.set(token, id)
  }
  const endId = needId(end, 'end')
  return createClipTokenizer({
    ids,
    rules,
    specialIds,
    startId: needId(start, 'start'),
    endId,
    padId: needId(pad, 'padding'),
    unknownId: idOf(unknown) ?? endId,
    maxLength: settings.maxLength,
  })
}

const vocabularySchema = z.record(z.string(), z.int().nonnegative())

async function readVocabulary(path: string): Promise<Map<string, number>> {
  await expectFile(path)
  const ids = new Map(Object.entries(await readJsonFile(path, vocabularySchema)))
  if (ids.size === 0) throw new EngineError('file_malformed', `${path} lists no token.`)
  return ids
}

/** The first line is a header; each other one two symbols. */
async function readRules(path: string): Promise<MergeRule[]> {
  await expectFile(path)
  const lines = (await readTextFile(path, MAX_MERGES_BYTES))
    .trim()
    .split('\n')
    .slice(1, MAX_RULES + 1)
  return lines.map((line, at) => {
    const [left, right, ...rest] = line.trim().split(/[ \t]+/)
    if (!left || !right || rest.length > 0) {
      throw new EngineError('file_malformed', `${path}: line ${at + 2} is not two symbols: ${JSON.stringify(line.slice(0, 80))}.`)
    }
    return [left, right]
  })
}

async function expectFile(path: string): Promise<void> {
  if (!(await isFile(path)))
    throw new EngineError('model_incomplete', `The tokenizer needs ${path}, which is not there. Download the folder again.`)
}
