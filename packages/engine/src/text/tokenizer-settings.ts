import { join } from 'node:path'
import { z } from 'zod'
import { findJsonFile } from '../formats/index.ts'
import { END_TOKEN, START_TOKEN } from './clip-tokenizer.ts'

/** What the small files of a tokenizer folder say. */
export interface TokenizerSettings {
  /** Spellings of the tokens with a purpose. */
  readonly start: string
  readonly end: string
  readonly pad: string
  readonly unknown: string
  /** Further tokens that are never cut up. */
  readonly others: readonly string[]
  /** Ids given outside the vocabulary (or again), by spelling. */
  readonly addedIds: ReadonlyMap<string, number>
  readonly maxLength: number
}

const DEFAULT_MAX_LENGTH = 77
/** The library writes 10^30 for "unknown". */
const LARGEST_MAX_LENGTH = 1_000_000

/** A token is its spelling, or an object that also says how to strip around it, which changes no id. */
const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string() }).transform((token) => token.content)])

const purposesSchema = z.looseObject({
  bos_token: tokenSchema.nullish(),
  eos_token: tokenSchema.nullish(),
  pad_token: tokenSchema.nullish(),
  unk_token: tokenSchema.nullish(),
  additional_special_tokens: z.array(tokenSchema).nullish(),
})

const configSchema = purposesSchema.extend({
  model_max_length: z.number().min(3).nullish(),
  added_tokens_decoder: z.record(z.string().regex(/^\d+$/), tokenSchema).nullish(),
})

const addedTokensSchema = z.record(z.string(), z.int().nonnegative())

/**
 * Reads `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` of a folder; each may be missing.
 *
 * The newer form of the first lists added tokens with their ids and then counts alone; in older folders the second overrides
 * it and the third has the ids.
 *
 * @throws `file_malformed` naming the file and the key
 */
export async function readTokenizerSettings(folder: string): Promise<TokenizerSettings> {
  const config = (await findJsonFile(join(folder, 'tokenizer_config.json'), configSchema)) ?? {}
  const listed = config.added_tokens_decoder
  const overrides = listed ? {} : await findJsonFile(join(folder, 'special_tokens_map.json'), purposesSchema)
  const added = listed ? {} : await findJsonFile(join(folder, 'added_tokens.json'), addedTokensSchema)
  const purposes = { ...config, ...overrides }
  const { model_max_length: maxLength } = config
  return {
    start: purposes.bos_token ?? START_TOKEN,
    end: purposes.eos_token ?? END_TOKEN,
    pad: purposes.pad_token ?? END_TOKEN,
    unknown: purposes.unk_token ?? END_TOKEN,
    others: purposes.additional_special_tokens ?? [],
    addedIds: new Map([
      ...Object.entries(listed ?? {}).map(([id, token]) => [token, Number(id)] as const),
      ...Object.entries(added ?? {}),
    ]),
    maxLength: maxLength && maxLength <= LARGEST_MAX_LENGTH ? Math.floor(maxLength) : DEFAULT_MAX_LENGTH,
  }
}
