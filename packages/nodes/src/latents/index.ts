import type { EngineNode } from '../engine-types.ts'
import { cropLatents } from './crop-latents.ts'
import { denoiseLatents } from './denoise/denoise-latents.ts'
import { denoiseLatentsMeta } from './denoise/denoise-latents-meta.ts'
import { i2l } from './i2l.ts'
import { idealSize } from './ideal-size.ts'
import { l2i } from './l2i.ts'
import { latents } from './latents.ts'
import { latentsCollection } from './latents-collection.ts'
import { lblend } from './lblend.ts'
import { lresize } from './lresize.ts'
import { lscale } from './lscale.ts'
import { noise } from './noise.ts'
import { scheduler } from './scheduler.ts'

/** Nodes that make latents, change them, and turn them into pictures. */
export const LATENT_NODES: readonly EngineNode[] = [
  cropLatents,
  denoiseLatents,
  denoiseLatentsMeta,
  i2l,
  idealSize,
  l2i,
  latents,
  latentsCollection,
  lblend,
  lresize,
  lscale,
  noise,
  scheduler,
]
