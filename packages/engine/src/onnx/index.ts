export { Graph, type OnnxModel, type Value } from './graph.ts'
export { Convolution, Embedding, GroupNorm, LayerNorm, Linear } from './layers.ts'
export { bindWeights, listParameters, Module, Parameter } from './module.ts'
export {
  add,
  concat,
  divide,
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
  subtract,
  tanh,
  transpose,
  unsqueeze,
  upsampleBy,
  upsampleLike,
} from './ops.ts'
