import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Largest absolute difference allowed, where a case states its own. */
const toleranceSchema = z.looseObject({
  max_abs: z.number().positive().optional(),
  decoded_max_abs: z.number().positive().optional(),
  image_u8_max_abs: z.number().positive().optional(),
  relative_to_latents_max_abs: z.number().positive().optional(),
})

const caseSchema = z.looseObject({
  name: z.string(),
  group: z.string(),
  path: z.string(),
  class: z.string(),
  models: z.array(z.string()).default([]),
  inputs: z.array(z.string()).default([]),
  outputs: z.array(z.string()).default([]),
  params: z.record(z.string(), z.unknown()).default({}),
  tolerance: toleranceSchema.default({}),
})

const familySchema = z.looseObject({
  name: z.string(),
  group: z.string(),
  path: z.string(),
  runs: z.number(),
  files: z.array(z.string()),
  tolerance: toleranceSchema.default({}),
})

const indexSchema = z.looseObject({
  format: z.literal('golden-reference-1'),
  tokenizer: z.looseObject({ path: z.string(), vectors: z.number() }).optional(),
  cases: z.array(caseSchema),
  scheduler_families: z.array(familySchema).default([]),
})

/** One case of reference data: its inputs and outputs lie in `path` below the set's folder. */
export type GoldenCase = z.infer<typeof caseSchema>
/** Many runs of one scheduler, which count as one case. */
export type SchedulerFamily = z.infer<typeof familySchema>

/** A folder of reference tensors. */
export interface GoldenSet {
  readonly folder: string
  readonly tokenizer: { readonly path: string; readonly vectors: number } | undefined
  readonly cases: readonly GoldenCase[]
  readonly families: readonly SchedulerFamily[]
}

/** Reads a folder's `index.json`. @throws when it is missing or not of this format */
export async function readGoldenSet(folder: string): Promise<GoldenSet> {
  const index = indexSchema.parse(await readJson(join(folder, 'index.json')))
  return { folder, tokenizer: index.tokenizer, cases: index.cases, families: index.scheduler_families }
}

/** Any JSON file of a set. */
export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}
