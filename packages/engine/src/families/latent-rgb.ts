import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { findJsonFile } from '../formats/index.ts'
import type { LatentRgb } from './define-family.ts'

const triple = z.tuple([z.number(), z.number(), z.number()])
const schema = z.looseObject({ factors: z.array(triple).min(1), bias: triple.default([0.5, 0.5, 0.5]) })

/**
 * A model's own `latent_rgb_factors.json`, when its folder has one.
 *
 * @param channels  of its latents, each of which needs a row
 * @throws          `file_malformed` when it does not fit
 */
export async function readLatentRgb(path: string, channels: number): Promise<LatentRgb | undefined> {
  const file = join(path, 'latent_rgb_factors.json')
  const latentRgb = await findJsonFile(file, schema)
  if (latentRgb !== undefined && latentRgb.factors.length !== channels) {
    throw new EngineError(
      'file_malformed',
      `${file} has ${latentRgb.factors.length} rows of factors for latents of ${channels} channels.`,
    )
  }
  return latentRgb
}
