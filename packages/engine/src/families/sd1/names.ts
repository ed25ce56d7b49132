import { type Weights, withoutPrefix } from '../../formats/index.ts'

/** The parts of a single-file checkpoint under the keys that our networks declare. */
export interface SplitCheckpoint {
  readonly denoiser: Weights
  readonly autoencoder: Weights
  readonly textEncoder: Weights
  /** Keys that belong to no part: schedules, counters, copies kept for training. */
  readonly ignored: readonly string[]
}

const PREFIX = {
  denoiser: 'model.diffusion_model.',
  autoencoder: 'first_stage_model.',
  textEncoder: 'cond_stage_model.transformer.',
} as const

/** Layers inside a residual block of the denoiser. */
const RESNET_LAYERS: readonly (readonly [string, string])[] = [
  ['in_layers.0.', 'norm1.'],
  ['in_layers.2.', 'conv1.'],
  ['emb_layers.1.', 'time_emb_proj.'],
  ['out_layers.0.', 'norm2.'],
  ['out_layers.3.', 'conv2.'],
  ['skip_connection.', 'conv_shortcut.'],
]

/** Layers of the denoiser outside its blocks. */
const DENOISER_LAYERS: readonly (readonly [string, string])[] = [
  ['time_embed.0.', 'time_embedding.linear_1.'],
  ['time_embed.2.', 'time_embedding.linear_2.'],
  ['input_blocks.0.0.', 'conv_in.'],
  ['out.0.', 'conv_norm_out.'],
  ['out.2.', 'conv_out.'],
  ['middle_block.1.', 'mid_block.attentions.0.'],
]

/** Layers of the autoencoder, wherever they stand in a key. */
const AUTOENCODER_LAYERS: readonly (readonly [RegExp, string])[] = [
  [/\.down\.(\d+)\.block\.(\d+)\./, '.down_blocks.$1.resnets.$2.'],
  [/\.down\.(\d+)\.downsample\.conv\./, '.down_blocks.$1.downsamplers.0.conv.'],
  [/\.up\.(\d+)\.block\.(\d+)\./, '.up_blocks.$1.resnets.$2.'],
  [/\.up\.(\d+)\.upsample\.conv\./, '.up_blocks.$1.upsamplers.0.conv.'],
  [/\.mid\.block_1\./, '.mid_block.resnets.0.'],
  [/\.mid\.block_2\./, '.mid_block.resnets.1.'],
  [/\.mid\.attn_1\.norm\./, '.mid_block.attentions.0.group_norm.'],
  [/\.mid\.attn_1\.([qkv])\./, '.mid_block.attentions.0.to_$1.'],
  [/\.mid\.attn_1\.proj_out\./, '.mid_block.attentions.0.to_out.0.'],
  [/\.nin_shortcut\./, '.conv_shortcut.'],
  [/\.norm_out\./, '.conv_norm_out.'],
]

/**
 * Sorts the tensors of a single-file checkpoint into parts and gives each the key of the diffusers layout.
 *
 * @source keys of the CompVis and the diffusers repositories
 */
export function splitCheckpoint(weights: Weights): SplitCheckpoint {
  const used = new Map([...weights].filter(([key]) => !isIgnored(key)))
  const denoiser = withoutPrefix(used, PREFIX.denoiser)
  const blocks = countBlocks(denoiser)
  return {
    denoiser: renameKeys(denoiser, (key) => renameDenoiserKey(key, blocks)),
    autoencoder: renameAutoencoder(withoutPrefix(used, PREFIX.autoencoder)),
    textEncoder: renameKeys(withoutPrefix(used, PREFIX.textEncoder), renameTextKey),
    ignored: [...weights.keys()].filter(isIgnored),
  }
}

function isIgnored(key: string): boolean {
  // Position ids are the numbers 0 to 76, and a merge tool may have turned them into floats: nothing needs them.
  if (key.startsWith(PREFIX.textEncoder)) return key.endsWith('.position_ids')
  return !key.startsWith(PREFIX.denoiser) && !key.startsWith(PREFIX.autoencoder)
}

/** The tensors of an autoencoder, without a prefix, under the keys of the diffusers layout. */
export function renameAutoencoder(weights: Weights): Weights {
  const levels = countDecoderLevels(weights)
  return renameKeys(weights, (key) => renameAutoencoderKey(key, levels))
}

function renameKeys(weights: Weights, rename: (key: string) => string): Weights {
  return new Map([...weights].map(([key, view]) => [rename(key), view]))
}

/**
 * @param blocks  residual blocks of a level on the way down; the checkpoint numbers blocks and changes of size in one row
 */
function renameDenoiserKey(key: string, blocks: number): string {
  const known = DENOISER_LAYERS.find(([old]) => key.startsWith(old))
  if (known !== undefined) return known[1] + key.slice(known[0].length)
  const match = /^(input|middle|output)_blocks?\.(\d+)\.(.+)$/.exec(key)
  if (match === null) return key
  const [, where, number, rest = ''] = match
  if (where === 'middle') return `mid_block.resnets.${number === '0' ? 0 : 1}.${renameResnetLayer(rest)}`
  const row = Number(number) - (where === 'input' ? 1 : 0)
  const path = `${where === 'input' ? 'down' : 'up'}_blocks.${Math.floor(row / (blocks + 1))}`
  const index = row % (blocks + 1)
  const [slot = ''] = rest.split('.', 1)
  const layer = rest.slice(slot.length + 1)
  if (layer.startsWith('op.')) return `${path}.downsamplers.0.conv.${layer.slice(3)}`
  if (layer.startsWith('conv.')) return `${path}.upsamplers.0.${layer}`
  return slot === '0' ? `${path}.resnets.${index}.${renameResnetLayer(layer)}` : `${path}.attentions.${index}.${layer}`
}

function renameResnetLayer(layer: string): string {
  const known = RESNET_LAYERS.find(([old]) => layer.startsWith(old))
  return known === undefined ? layer : known[1] + layer.slice(known[0].length)
}

/** Some merging tools wrote the text encoder as an older library named it, without the field around it. */
function renameTextKey(key: string): string {
  return /^(embeddings|encoder|final_layer_norm)\./.test(key) ? `text_model.${key}` : key
}

function renameAutoencoderKey(key: string, levels: number): string {
  const renamed = AUTOENCODER_LAYERS.reduce((text, [old, now]) => text.replace(old, now), key)
  // The checkpoint counts the decoder's levels from the picture's size, diffusers from the latents' size.
  return renamed.replace(/\.up_blocks\.(\d+)\./, (_, level: string) => `.up_blocks.${levels - 1 - Number(level)}.`)
}

/** Blocks of the first level: those before the first change of size. */
function countBlocks(weights: Weights): number {
  for (let row = 1; row < 64; row++) {
    if (weights.has(`input_blocks.${row}.0.op.weight`)) return row - 1
  }
  return 2
}

function countDecoderLevels(weights: Weights): number {
  let levels = 0
  while (weights.has(`decoder.up.${levels}.block.0.norm1.weight`)) levels += 1
  return levels
}
