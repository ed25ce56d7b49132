import type { EngineNode } from '../engine-types.ts'
import { getImageMaskBoundingBox } from './get-image-mask-bounding-box.ts'
import { alphaMaskToTensor, imageMaskToTensor } from './image-to-mask.ts'
import { maskEdge } from './mask-edge.ts'
import { maskFromId } from './mask-from-id.ts'
import { rectangleMask } from './rectangle-mask.ts'
import { applyTensorMaskToImage, invertTensorMask, tensorMaskToImage } from './use-mask.ts'

/** The nodes of this folder. */
export const MASK_NODES: readonly EngineNode[] = [
  rectangleMask,
  alphaMaskToTensor,
  imageMaskToTensor,
  invertTensorMask,
  tensorMaskToImage,
  applyTensorMaskToImage,
  maskFromId,
  maskEdge,
  getImageMaskBoundingBox,
]
