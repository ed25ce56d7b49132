import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { readJsonFile, readPartWeights, readSafetensorsHeader, type Weights, withoutPrefix } from '../formats/index.ts'
import {
  AutoencoderKl,
  type AutoencoderKlConfig,
  inferAutoencoderKlConfig,
  parseAutoencoderKlConfig,
  renameOldAttention,
} from '../networks/index.ts'
import { bindWeights } from '../onnx/index.ts'
import { isFolder } from './is-folder.ts'
import { renameAutoencoder } from './sd1/names.ts'

/** What tools put before the keys of an autoencoder that they took out of a checkpoint. */
const PREFIXES = ['first_stage_model.', 'vae.']

/**
 * Opens an autoencoder (VAE) that is a model by itself: a `.safetensors` file, with the keys of the CompVis code or of diffusers, or a
 * folder of diffusers with its `config.json`. Files carry no scale of their latents and get that of Stable Diffusion 1.
 *
 * @throws `file_unreadable`, `file_malformed`, `file_unsupported`; `model_unrecognized` when it is no autoencoder of this kind;
 *         `model_incomplete` naming what is missing or does not fit
 */
export async function openAutoencoder(path: string): Promise<AutoencoderKl> {
  const { weights, config } = (await isFolder(path)) ? await readFolder(path) : await readFile(path)
  if (config.imageChannels !== 3) throw unrecognized(path, `its pictures have ${config.imageChannels} channels, not 3`)
  const autoencoder = new AutoencoderKl(config)
  bindWeights(autoencoder, weights, 'autoencoder')
  return autoencoder
}

interface AutoencoderSource {
  readonly weights: Weights
  readonly config: AutoencoderKlConfig
}

async function readFolder(path: string): Promise<AutoencoderSource> {
  const file = join(path, 'config.json')
  const config = parseAutoencoderKlConfig(await readJsonFile(file, z.unknown()), file)
  return { weights: renameOldAttention(await readPartWeights(path)), config }
}

async function readFile(path: string): Promise<AutoencoderSource> {
  const weights = renameToDiffusers((await readSafetensorsHeader(path)).tensors)
  if (weights === undefined) throw unrecognized(path, 'it lacks an encoder or a decoder between pictures and latents')
  return { weights, config: inferAutoencoderKlConfig(weights, 'autoencoder') }
}

/** The tensors under the keys of diffusers; undefined when they are of no such autoencoder. */
function renameToDiffusers(weights: Weights): Weights | undefined {
  const prefix = PREFIXES.find((candidate) => [...weights.keys()].some((key) => key.startsWith(candidate)))
  const bare = prefix === undefined ? weights : withoutPrefix(weights, prefix)
  if (!bare.has('encoder.conv_in.weight') || !bare.has('decoder.conv_in.weight')) return undefined
  if (bare.has('encoder.down_blocks.0.resnets.0.conv1.weight')) return renameOldAttention(bare)
  return bare.has('encoder.down.0.block.0.conv1.weight') ? renameAutoencoder(bare) : undefined
}

function unrecognized(path: string, why: string): EngineError {
  return new EngineError('model_unrecognized', `${path} is no autoencoder that is known here: ${why}.`)
}
