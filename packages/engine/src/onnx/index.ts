export { Graph, type OnnxModel, type PictureAxis, type Value } from './graph.ts'
export { Convolution, Embedding, GroupNorm, LayerNorm, Linear } from './layers.ts'
export { bindWeights, listParameters, Module } from './module.ts'
export {
  add,
  concat,
  gelu,
  multiHeadAttention,
  multiply,
  quickGelu,
  relu,
  reshape,
  reshapeTo,
  scaleBy,
  shapeOf,
  silu,
  split,
  tanh,
  transpose,
  unsqueeze,
  upsampleBy,
  upsampleLike,
} from './ops.ts'
