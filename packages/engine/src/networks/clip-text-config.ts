import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { parseJson, type Weights } from '../formats/index.ts'
import { countNumbered, expectTensor } from './sizes.ts'

/** Sizes of a CLIP text encoder. */
export interface ClipTextConfig {
  readonly vocabularySize: number
  /** Tokens of one chunk, all positions. */
  readonly tokens: number
  readonly width: number
  readonly innerWidth: number
  readonly layers: number
  readonly heads: number
  readonly activation: 'quick_gelu' | 'gelu'
  readonly epsilon: number
  /** Token id that ends a text; 2 means "the largest id", a convention of old configurations. */
  readonly endId: number
  readonly projectionWidth: number | undefined
}

const size = z.int().min(1).max(1_000_000)
const configSchema = z.looseObject({
  vocab_size: size,
  // The causal mask is a square of this size inside the graph.
  max_position_embeddings: z.int().min(3).max(2048),
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: z.int().min(1).max(256),
  num_attention_heads: size,
  hidden_act: z.enum(['quick_gelu', 'gelu']).default('quick_gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  eos_token_id: z.int().min(0).default(2),
})

/**
 * Parses a text encoder's `config.json`. Whether it has a projection is told by its tensors, since the class does not always say.
 *
 * @throws `file_malformed` naming the key that does not fit
 */
export function parseClipTextConfig(json: unknown, weights: Weights, name: string): ClipTextConfig {
  const config = parseJson(json, configSchema, name)
  if (config.hidden_size % config.num_attention_heads !== 0) {
    throw new EngineError(
      'file_malformed',
      `${name}: hidden_size ${config.hidden_size} is no multiple of num_attention_heads ${config.num_attention_heads}.`,
    )
  }
  return {
    vocabularySize: config.vocab_size,
    tokens: config.max_position_embeddings,
    width: config.hidden_size,
    innerWidth: config.intermediate_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    activation: config.hidden_act,
    epsilon: config.layer_norm_eps,
    endId: config.eos_token_id,
    projectionWidth: weights.get('text_projection.weight')?.shape[0],
  }
}

/** Width of one attention head in every CLIP text encoder that was published. */
const HEAD_WIDTH = 64

/**
 * The sizes of a text encoder that comes without a configuration, from its tensors. Heads cannot be seen there: they are taken
 * to be 64 wide, as in every published encoder.
 */
export function inferClipTextConfig(weights: Weights, name: string): ClipTextConfig {
  const [vocabularySize, width] = expectTensor(weights, 'text_model.embeddings.token_embedding.weight', name)
  const [tokens] = expectTensor(weights, 'text_model.embeddings.position_embedding.weight', name)
  const [innerWidth] = expectTensor(weights, 'text_model.encoder.layers.0.mlp.fc1.weight', name)
  const heads = Math.max(1, Math.round(width / HEAD_WIDTH))
  if (width % heads !== 0)
    throw new EngineError(
      'model_incomplete',
      `The ${name} is ${width} wide, which does not split into heads of about ${HEAD_WIDTH}.`,
    )
  return {
    vocabularySize,
    tokens,
    width,
    innerWidth,
    layers: countNumbered(weights, 'text_model.encoder.layers'),
    heads,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    endId: 2,
    projectionWidth: weights.get('text_projection.weight')?.shape[0],
  }
}
