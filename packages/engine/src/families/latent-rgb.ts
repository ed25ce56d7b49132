import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { readJsonFile } from '../formats/index.ts'
import type { LatentRgb } from './define-family.ts'

const triple = z.tuple([z.number(), z.number(), z.number()])
const schema = z.looseObject({ factors: z.array(triple).min(1), bias: triple.default([0.5, 0.5, 0.5]) })

/** A model's own `latent_rgb_factors.json`, when its folder has one. */
export async function readLatentRgb(path: string): Promise<LatentRgb | undefined> {
  try {
    return await readJsonFile(join(path, 'latent_rgb_factors.json'), schema)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'file_unreadable') return undefined
    throw error
  }
}
