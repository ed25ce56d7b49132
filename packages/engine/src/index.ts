/*
 * Checkpoint in, picture out. To paint: openModel, createRuntime, createPainter. The rest is for those who look closer: networks
 * as graphs, schedulers as runs, and the files they come from.
 */
export {
  type Conditioning,
  createNetworkCache,
  createPainter,
  createPipeline,
  createPromptEncoder,
  type DenoiseOptions,
  denoise,
  maskToTensor,
  type Network,
  type Painter,
  type PictureHooks,
  type PictureProgress,
  type PictureRequest,
  type Pipeline,
  prepareStart,
  type Runtime,
  type StartOptions,
} from './denoise/index.ts'
export { ENGINE_ERROR_CODES, EngineError, type EngineErrorCode } from './errors.ts'
export {
  bindNetworks,
  FAMILIES,
  inspectModel,
  type Model,
  type ModelDefaults,
  type ModelDescription,
  type ModelParts,
  openModel,
  splitCheckpoint,
} from './families/index.ts'
export { readJsonFile, readSafetensorsHeader, readTensor, type TensorView, type Weights } from './formats/index.ts'
export {
  AutoencoderKl,
  AutoencoderTiny,
  buildAutoencoderKlDecoder,
  buildAutoencoderKlEncoder,
  buildAutoencoderTinyDecoder,
  buildAutoencoderTinyEncoder,
  buildClipText,
  buildUnet,
  ClipText,
  type ClipTextOutput,
  parseAutoencoderKlConfig,
  parseAutoencoderTinyConfig,
  parseClipTextConfig,
  parseMoments,
  parseUnetConfig,
  sampleLatents,
  timestepFeatures,
  toAutoencoderUnits,
  toDenoiserUnits,
  Unet,
} from './networks/index.ts'
export { bindWeights, listParameters, type OnnxModel } from './onnx/index.ts'
export { createRuntime, type RuntimeOptions } from './runtime/index.ts'
export {
  BASE_SETTINGS,
  buildAlphasCumprod,
  buildBetas,
  findCallRange,
  levelFromAlphaBar,
  mixVelocity,
  parseSchedulerConfig,
  parseSchedulerId,
  type RunOptions,
  SCHEDULER_IDS,
  SCHEDULERS,
  type SchedulerId,
  type SchedulerRun,
  startRunByClass,
  startSchedulerRun,
} from './schedulers/index.ts'
export {
  combine,
  concatenate,
  createNoiseSource,
  createTensor,
  MAX_SEED,
  type MaskImage,
  type NoiseSource,
  type RgbImage,
  rgbToTensor,
  scale,
  type Tensor,
  tensorToRgb,
} from './tensor/index.ts'
export { type ClipTokenizer, loadBuiltInTokenizer, loadTokenizer } from './text/index.ts'
