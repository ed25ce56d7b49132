import type { EngineNode } from '../engine-types.ts'
import { createDenoiseMask } from './create-denoise-mask.ts'
import { createGradientMask } from './create-gradient-mask.ts'
import { cvInpaint } from './cv-inpaint.ts'
import { infillCv2 } from './infill-cv2.ts'
import { infillPatchmatch } from './infill-patchmatch.ts'
import { infillRgba } from './infill-rgba.ts'
import { infillTile } from './infill-tile.ts'

/** Nodes that prepare what is painted into a picture: masks for the denoiser, and colours for transparent parts. */
export const INPAINT_NODES: readonly EngineNode[] = [
  createDenoiseMask,
  createGradientMask,
  cvInpaint,
  infillCv2,
  infillPatchmatch,
  infillRgba,
  infillTile,
]
