import type { EngineNode } from '../engine-types.ts'
import { blankImage } from './blank-image.ts'
import { cropImageToBoundingBox, pasteImageIntoBoundingBox } from './bounding-box.ts'
import { cannyEdgeDetection } from './canny-edge-detection.ts'
import { colorCorrect } from './color-correct.ts'
import { colorMap } from './color-map.ts'
import { contentShuffle } from './content-shuffle.ts'
import { ealightness } from './ealightness.ts'
import { heuristicResize } from './heuristic-resize.ts'
import { imgBlur } from './img-blur.ts'
import { imgChan } from './img-chan.ts'
import { imgChannelMultiply } from './img-channel-multiply.ts'
import { imgChannelOffset } from './img-channel-offset.ts'
import { imgComposite } from './img-composite.ts'
import { imgConv } from './img-conv.ts'
import { imgCrop } from './img-crop.ts'
import { imgDilateErode } from './img-dilate-erode.ts'
import { imgEnhance } from './img-enhance.ts'
import { imgHueAdjust, imgHueAdjustOklch } from './img-hue-adjust.ts'
import { imgHueAdjustPlus } from './img-hue-adjust-plus.ts'
import { imgIlerp, imgLerp } from './img-lerp.ts'
import { imgMul } from './img-mul.ts'
import { imgPadCrop } from './img-pad-crop.ts'
import { imgPaste } from './img-paste.ts'
import { imgResize, imgScale } from './img-resize.ts'
import { imgValThresholds } from './img-val-thresholds.ts'
import { saveImage, showImage } from './pass-on.ts'
import { unsharpMask, unsharpMaskOklab } from './unsharp-mask.ts'

/** The nodes of this folder. */
export const IMAGE_NODES: readonly EngineNode[] = [
  blankImage,
  imgCrop,
  imgPadCrop,
  imgPaste,
  imgScale,
  imgResize,
  imgChan,
  imgChannelMultiply,
  imgChannelOffset,
  imgConv,
  imgMul,
  imgLerp,
  imgIlerp,
  imgBlur,
  unsharpMask,
  unsharpMaskOklab,
  imgHueAdjust,
  imgHueAdjustOklch,
  imgHueAdjustPlus,
  colorCorrect,
  cropImageToBoundingBox,
  pasteImageIntoBoundingBox,
  saveImage,
  showImage,
  ealightness,
  imgComposite,
  imgDilateErode,
  imgEnhance,
  imgValThresholds,
  heuristicResize,
  cannyEdgeDetection,
  contentShuffle,
  colorMap,
]
