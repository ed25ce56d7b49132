import {
  add,
  Embedding,
  Graph,
  gelu,
  LayerNorm,
  Linear,
  Module,
  multiHeadAttention,
  type OnnxModel,
  quickGelu,
  scaleBy,
  unsqueeze,
  type Value,
} from '../onnx/index.ts'
import type { ClipTextConfig } from './clip-text-config.ts'

class SelfAttention extends Module {
  readonly q_proj: Linear
  readonly k_proj: Linear
  readonly v_proj: Linear
  readonly out_proj: Linear
  readonly heads: number

  constructor(width: number, heads: number) {
    super()
    this.heads = heads
    this.q_proj = new Linear(width, width)
    this.k_proj = new Linear(width, width)
    this.v_proj = new Linear(width, width)
    this.out_proj = new Linear(width, width)
  }

  call(x: Value, bias: Value): Value {
    return this.out_proj.call(multiHeadAttention(this.q_proj.call(x), this.k_proj.call(x), this.v_proj.call(x), this.heads, bias))
  }
}

class Perceptron extends Module {
  readonly fc1: Linear
  readonly fc2: Linear
  readonly activation: ClipTextConfig['activation']

  constructor({ width, innerWidth, activation }: ClipTextConfig) {
    super()
    this.activation = activation
    this.fc1 = new Linear(width, innerWidth)
    this.fc2 = new Linear(innerWidth, width)
  }

  call(x: Value): Value {
    const inner = this.fc1.call(x)
    return this.fc2.call(this.activation === 'quick_gelu' ? quickGelu(inner) : gelu(inner))
  }
}

class EncoderLayer extends Module {
  readonly layer_norm1: LayerNorm
  readonly self_attn: SelfAttention
  readonly layer_norm2: LayerNorm
  readonly mlp: Perceptron

  constructor(config: ClipTextConfig) {
    super()
    this.layer_norm1 = new LayerNorm(config.width, config.epsilon)
    this.self_attn = new SelfAttention(config.width, config.heads)
    this.layer_norm2 = new LayerNorm(config.width, config.epsilon)
    this.mlp = new Perceptron(config)
  }

  call(x: Value, bias: Value): Value {
    const attended = add(x, this.self_attn.call(this.layer_norm1.call(x), bias))
    return add(attended, this.mlp.call(this.layer_norm2.call(attended)))
  }
}

class Embeddings extends Module {
  readonly token_embedding: Embedding
  readonly position_embedding: Embedding

  constructor({ vocabularySize, tokens, width }: ClipTextConfig) {
    super()
    this.token_embedding = new Embedding(vocabularySize, width)
    this.position_embedding = new Embedding(tokens, width)
  }

  call(ids: Value): Value {
    return add(this.token_embedding.call(ids), this.position_embedding.weight.in(ids.graph))
  }
}

class Encoder extends Module {
  readonly layers: readonly EncoderLayer[]

  constructor(config: ClipTextConfig) {
    super()
    this.layers = Array.from({ length: config.layers }, () => new EncoderLayer(config))
  }
}

class TextTransformer extends Module {
  readonly embeddings: Embeddings
  readonly encoder: Encoder
  readonly final_layer_norm: LayerNorm

  constructor(config: ClipTextConfig) {
    super()
    this.embeddings = new Embeddings(config)
    this.encoder = new Encoder(config)
    this.final_layer_norm = new LayerNorm(config.width, config.epsilon)
  }
}

/**
 * The text encoder of CLIP, a causal transformer over a fixed number of tokens.
 *
 * @source Radford et al. 2021 (arXiv:2103.00020), section 2.4; keys as Hugging Face's CLIPTextModel names them
 */
export class ClipText extends Module {
  readonly text_model: TextTransformer
  readonly text_projection: Linear | undefined
  readonly config: ClipTextConfig

  constructor(config: ClipTextConfig) {
    super()
    this.config = config
    this.text_model = new TextTransformer(config)
    this.text_projection =
      config.projectionWidth === undefined ? undefined : new Linear(config.width, config.projectionWidth, { hasBias: false })
  }
}

/**
 * What a text encoder's graph can give:
 *
 * - `last_hidden_state`  the last layer's output, final norm applied
 * - `skip.K`             the output of the layer K before the last, final norm applied (CLIP skip)
 * - `hidden_states.K`    the output of layer K as it is, 0 the embeddings
 * - `pooled`             the final-normed output at the end of the text, projected where the encoder has a projection
 */
export type ClipTextOutput = 'last_hidden_state' | `skip.${number}` | `hidden_states.${number}` | 'pooled'

/**
 * Builds the graph of a text encoder. Only the layers that the outputs need are in it.
 *
 * Inputs: `input_ids` i64 [N, tokens]; `attention_mask` f32 [N, tokens], 1 where a token may be attended to, 0 where not (on
 * top of the causal mask). Outputs: f32 [N, tokens, width], `pooled` [N, width].
 */
export function buildClipText(encoder: ClipText, outputs: readonly ClipTextOutput[]): OnnxModel {
  const { tokens, layers, width } = encoder.config
  const { embeddings, encoder: stack, final_layer_norm: finalNorm } = encoder.text_model
  const graph = new Graph('text encoder')
  const ids = graph.input('input_ids', ['batch', tokens], 'I64')
  const bias = attentionBias(graph.input('attention_mask', ['batch', tokens]), tokens)

  const states = [embeddings.call(ids)]
  for (const layer of stack.layers.slice(0, deepestLayer(outputs, layers))) states.push(layer.call(states.at(-1) as Value, bias))
  const state = (index: number): Value => {
    const value = states[index]
    if (value === undefined) throw new RangeError(`a text encoder of ${layers} layers has no hidden state ${index}`)
    return value
  }
  for (const output of outputs) {
    if (output === 'pooled')
      graph.output(output, pool(encoder, ids, finalNorm.call(state(layers))), ['batch', encoder.config.projectionWidth ?? width])
    else if (output.startsWith('hidden_states.')) graph.output(output, state(layerOf(output, layers)), ['batch', tokens, width])
    else graph.output(output, finalNorm.call(state(layerOf(output, layers))), ['batch', tokens, width])
  }
  return graph.build()
}

function layerOf(output: ClipTextOutput, layers: number): number {
  if (output.startsWith('hidden_states.')) return Number(output.slice('hidden_states.'.length))
  return output.startsWith('skip.') ? layers - Number(output.slice('skip.'.length)) : layers
}

const deepestLayer = (outputs: readonly ClipTextOutput[], layers: number): number =>
  Math.max(...outputs.map((output) => layerOf(output, layers)))

/** Added to attention scores: 0 where a token may look, a number that no score outweighs where it may not. */
const HIDDEN = -1e9

/** The causal mask and the key mask as one bias, [N, 1, tokens, tokens]. */
function attentionBias(mask: Value, tokens: number): Value {
  const { graph } = mask
  const causal = Float32Array.from({ length: tokens * tokens }, (_, at) => (at % tokens > Math.floor(at / tokens) ? HIDDEN : 0))
  const hiddenKeys = scaleBy(add(graph.floats([1], []), scaleBy(mask, -1)), HIDDEN)
  return add(graph.floats(causal, [1, 1, tokens, tokens]), unsqueeze(hiddenKeys, [1, 2]))
}

/**
 * The state at the end of each text: the first end token, or, for encoders configured with the legacy end id 2, the first
 * occurrence of the largest id.
 */
function pool(encoder: ClipText, ids: Value, normed: Value): Value {
  const { graph } = ids
  const { endId } = encoder.config
  const isEnd = endId === 2 ? ids : graph.node('Cast', [graph.node('Equal', [ids, graph.integers([endId], [])])], { to: 6n })
  const position = graph.node('ArgMax', [isEnd], { axis: 1n, keepdims: 1n })
  const pooled = graph.node('GatherND', [normed, position], { batch_dims: 1n })
  return encoder.text_projection?.call(pooled) ?? pooled
}
