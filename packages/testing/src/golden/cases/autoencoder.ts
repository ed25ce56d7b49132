import { join } from 'node:path'
import {
  AutoencoderKl,
  AutoencoderTiny,
  bindWeights,
  buildAutoencoderKlDecoder,
  buildAutoencoderKlEncoder,
  buildAutoencoderTinyDecoder,
  buildAutoencoderTinyEncoder,
  createTensor,
  type OnnxModel,
  parseAutoencoderKlConfig,
  parseAutoencoderTinyConfig,
  parseMoments,
  type Runtime,
  sampleLatents,
  type Tensor,
  toAutoencoderUnits,
  toDenoiserUnits,
} from '@bottega/engine'
import { expectTensor, readModel, readTensors } from '../case-files.ts'
import { type Comparison, compareTensor, forwardTolerance } from '../comparison.ts'
import type { GoldenCase } from '../index-file.ts'

/** Both directions of an autoencoder, the distribution it gives, and latents in the denoiser's units. */
export async function runAutoencoderCase(folder: string, goldenCase: GoldenCase, runtime: Runtime): Promise<Comparison[]> {
  const { config, weights } = await readModel(folder, goldenCase.models[0] ?? '')
  const autoencoder = new AutoencoderKl(parseAutoencoderKlConfig(config, 'config.json'))
  bindWeights(autoencoder, weights, 'autoencoder')
  return compareOutputs(folder, goldenCase, async (tensors) => {
    const latent = expectTensor(tensors, 'latent')
    const moments = await runOnce(
      runtime,
      buildAutoencoderKlEncoder(autoencoder),
      { image: expectTensor(tensors, 'image') },
      'moments',
    )
    const distribution = parseMoments(moments)
    const sample = sampleLatents(distribution, expectTensor(tensors, 'noise'))
    const decoder = buildAutoencoderKlDecoder(autoencoder)
    return {
      moments,
      mean: distribution.mean,
      logvar: distribution.logVariance,
      std: distribution.standardDeviation,
      sample,
      scaled_latent: toDenoiserUnits(sample, autoencoder.config),
      decoded_raw: await runOnce(runtime, decoder, { latents: latent }, 'image'),
      decoded_scaled: await runOnce(runtime, decoder, { latents: toAutoencoderUnits(latent, autoencoder.config) }, 'image'),
    }
  })
}

/** Both directions of a tiny autoencoder, and its latents mapped to 0..1. */
export async function runTinyAutoencoderCase(folder: string, goldenCase: GoldenCase, runtime: Runtime): Promise<Comparison[]> {
  const { config, weights } = await readModel(folder, goldenCase.models[0] ?? '')
  const autoencoder = new AutoencoderTiny(parseAutoencoderTinyConfig(config, 'config.json'))
  bindWeights(autoencoder, weights, 'tiny autoencoder')
  return compareOutputs(folder, goldenCase, async (tensors) => {
    const encoded = await runOnce(
      runtime,
      buildAutoencoderTinyEncoder(autoencoder),
      { image: expectTensor(tensors, 'image') },
      'latents',
    )
    return {
      encoded,
      decoded: await runOnce(
        runtime,
        buildAutoencoderTinyDecoder(autoencoder),
        { latents: expectTensor(tensors, 'latent') },
        'image',
      ),
      latents_0_1: toUnit(encoded, autoencoder.config),
    }
  })
}

function toUnit(latents: Tensor, { latentMagnitude, latentShift }: AutoencoderTiny['config']): Tensor {
  return createTensor(
    latents.data.map((value) => Math.min(1, Math.max(0, value / (2 * latentMagnitude) + latentShift))),
    latents.shape,
  )
}

async function compareOutputs(
  folder: string,
  { path, outputs }: GoldenCase,
  compute: (tensors: ReadonlyMap<string, Tensor>) => Promise<Record<string, Tensor>>,
): Promise<Comparison[]> {
  const tensors = await readTensors(join(folder, path, 'io.safetensors'))
  const actual = await compute(tensors)
  return outputs.map((output) =>
    compareTensor(output, actual[output], tensors.get(output), forwardTolerance(tensors.get(output))),
  )
}

/** Loads a network, runs it once and gives its memory back. */
export async function runOnce(
  runtime: Runtime,
  model: OnnxModel,
  inputs: Parameters<Awaited<ReturnType<Runtime['load']>>['run']>[0],
  output: string,
): Promise<Tensor> {
  const network = await runtime.load(model)
  try {
    const result = (await network.run(inputs))[output]
    if (result === undefined) throw new Error(`the network gave no output ${output}`)
    return result
  } finally {
    await network.dispose()
  }
}
