import type { EngineNode } from '../engine-types.ts'
import { applyMaskToImage } from './apply-mask-to-image.ts'
import { invokeaiImgBlend } from './blend/invokeai-img-blend.ts'
import { canvasOutput } from './canvas-output.ts'
import { canvasPasteBack } from './canvas-paste-back.ts'
import { canvasV2MaskAndCrop } from './canvas-v2-mask-and-crop.ts'
import { expandMaskWithFade } from './expand-mask-with-fade.ts'
import { imagePanelLayout } from './image-panel-layout.ts'
import { imgNoise } from './img-noise.ts'
import { maskCombine } from './mask-combine.ts'
import { tomask } from './tomask.ts'

/** Nodes that take pictures to the denoiser and put what comes out into its place. */
export const CANVAS_NODES: readonly EngineNode[] = [
  applyMaskToImage,
  canvasOutput,
  canvasPasteBack,
  canvasV2MaskAndCrop,
  expandMaskWithFade,
  imagePanelLayout,
  imgNoise,
  invokeaiImgBlend,
  maskCombine,
  tomask,
]
