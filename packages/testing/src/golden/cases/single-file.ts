import { join } from 'node:path'
import {
  bindNetworks,
  buildAutoencoderKlDecoder,
  buildAutoencoderKlEncoder,
  buildClipText,
  buildUnet,
  parseAutoencoderKlConfig,
  parseClipTextConfig,
  parseMoments,
  parseUnetConfig,
  type Runtime,
  readSafetensorsHeader,
  splitCheckpoint,
  type Tensor,
  type Weights,
} from '@bottega/engine'
import { z } from 'zod'
import { expectTensor, readTensors } from '../case-files.ts'
import { type Comparison, compareExactly, compareTensor, forwardTolerance } from '../comparison.ts'
import { type GoldenCase, readJson } from '../index-file.ts'
import { runOnce } from './autoencoder.ts'
import { textInputs } from './text-encoder.ts'
import { runUnet } from './unet.ts'

const configsSchema = z.looseObject({ unet: z.unknown(), vae: z.unknown(), text_encoder: z.unknown() })
const keyMapSchema = z.looseObject({ map: z.array(z.tuple([z.string(), z.string(), z.string(), z.unknown()])) })

/** A checkpoint under the key names of its first authors: the mapping of its keys, and all of its networks. */
export async function runSingleFileCase(
  folder: string,
  { path, params, outputs }: GoldenCase,
  runtime: Runtime,
): Promise<Comparison[]> {
  const { checkpoint, configs: configsFile } = z.looseObject({ checkpoint: z.string(), configs: z.string() }).parse(params)
  const { tensors: weights } = await readSafetensorsHeader(join(folder, path, checkpoint))
  const configs = configsSchema.parse(await readJson(join(folder, path, configsFile)))
  const split = splitCheckpoint(weights)
  const networks = bindNetworks(split, {
    denoiser: parseUnetConfig(configs.unet, 'unet'),
    autoencoder: parseAutoencoderKlConfig(configs.vae, 'vae'),
    textEncoder: parseClipTextConfig(configs.text_encoder, split.textEncoder, 'text_encoder'),
  })
  const tensors = await readTensors(join(folder, path, 'io.safetensors'))
  const input = (name: string) => expectTensor(tensors, name)

  const unet = await runtime.load(buildUnet(networks.denoiser))
  const unetInputs = {
    sample: input('sample'),
    context: input('encoder_hidden_states'),
    timestep: input('timestep').data[0] as number,
  }
  const layers = networks.textEncoder.config.layers
  const text = await runtime.load(buildClipText(networks.textEncoder, ['last_hidden_state', `hidden_states.${layers - 1}`]))
  const states = await text.run(textInputs(input('input_ids')))
  const actual: Record<string, Tensor | undefined> = {
    unet_output: (await runUnet(unet, networks.denoiser, unetInputs)).output,
    vae_decoded: await runOnce(
      runtime,
      buildAutoencoderKlDecoder(networks.autoencoder),
      { latents: input('vae_latent') },
      'image',
    ),
    vae_mean: parseMoments(
      await runOnce(runtime, buildAutoencoderKlEncoder(networks.autoencoder), { image: input('vae_image') }, 'moments'),
    ).mean,
    te1_last_hidden_state: states.last_hidden_state,
    te1_penultimate: states[`hidden_states.${layers - 1}`],
  }
  await unet.dispose()
  await text.dispose()
  const keyMap = keyMapSchema.parse(await readJson(join(folder, path, 'key-map.json')))
  return [
    compareKeyMap(keyMap.map, weights, split),
    compareExactly('unused keys', networks.unusedKeys, []),
    ...outputs.map((output) => compareTensor(output, actual[output], tensors.get(output), forwardTolerance(tensors.get(output)))),
  ]
}

/** Every key of the map has to come out under its name, and every other key has to be ignored. */
function compareKeyMap(
  map: readonly (readonly [string, string, string, unknown])[],
  weights: Weights,
  split: ReturnType<typeof splitCheckpoint>,
): Comparison {
  const parts: Record<string, Weights> = { unet: split.denoiser, vae: split.autoencoder, text_encoder: split.textEncoder }
  const wrong = map.filter(
    ([original, part, key]) => parts[part]?.get(key) === undefined || parts[part]?.get(key) !== weights.get(original),
  )
  const mapped = new Set(map.map(([original]) => original))
  const rest = [...weights.keys()].filter((key) => !mapped.has(key))
  const isIgnored = JSON.stringify([...split.ignored].sort()) === JSON.stringify(rest.sort())
  const [first] = wrong
  if (first !== undefined)
    return {
      name: 'key map',
      error: Number.POSITIVE_INFINITY,
      tolerance: 0,
      fault: `${wrong.length} keys differ, first ${first[0]}`,
    }
  return isIgnored
    ? { name: 'key map', error: 0, tolerance: 0 }
    : { name: 'key map', error: Number.POSITIVE_INFINITY, tolerance: 0, fault: 'the keys that are left out differ' }
}
