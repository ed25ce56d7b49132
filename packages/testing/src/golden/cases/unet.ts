import { join } from 'node:path'
import {
  bindWeights,
  buildUnet,
  concatenate,
  createTensor,
  type Network,
  parseUnetConfig,
  type Runtime,
  type Tensor,
  timestepFeatures,
  Unet,
} from '@bottega/engine'
import { expectTensor, readModel, readTensors } from '../case-files.ts'
import { type Comparison, compareTensor, forwardTolerance } from '../comparison.ts'
import type { GoldenCase } from '../index-file.ts'

const FEATURE = 'feat.'

/** A U-Net at one timestep, or at several one after the other, and the features of its parts where the case lists them. */
export async function runUnetCase(
  folder: string,
  { path, models, outputs }: GoldenCase,
  runtime: Runtime,
): Promise<Comparison[]> {
  const { config, weights } = await readModel(folder, models[0] ?? '')
  const unet = new Unet(parseUnetConfig(config, 'config.json'))
  bindWeights(unet, weights, 'U-Net')
  const tensors = await readTensors(join(folder, path, 'io.safetensors'))
  const features = outputs.filter((output) => output.startsWith(FEATURE)).map((output) => output.slice(FEATURE.length))
  const network = await runtime.load(buildUnet(unet, features))
  try {
    const inputs = { sample: expectTensor(tensors, 'sample'), context: expectTensor(tensors, 'encoder_hidden_states') }
    const results: Record<string, Tensor>[] = []
    for (const timestep of expectTensor(tensors, 'timestep').data)
      results.push(await runUnet(network, unet, { ...inputs, timestep }))
    return outputs.map((output) => {
      const each = results.map((result) => result[output.startsWith(FEATURE) ? output.slice(FEATURE.length) : output])
      const actual = each.every((tensor) => tensor !== undefined) ? concatenate(each, 0) : undefined
      return compareTensor(output, actual, tensors.get(output), forwardTolerance(tensors.get(output)))
    })
  } finally {
    await network.dispose()
  }
}

/** One evaluation at one timestep for the whole batch. */
export function runUnet(
  network: Network,
  unet: Unet,
  inputs: { sample: Tensor; context: Tensor; timestep: number },
): Promise<Record<string, Tensor>> {
  const features = timestepFeatures(inputs.timestep, unet.config.timestep)
  const batch = inputs.sample.shape[0] ?? 0
  const rows = createTensor(
    Float32Array.from({ length: batch * features.length }, (_, at) => features[at % features.length] as number),
    [batch, features.length],
  )
  return network.run({ sample: inputs.sample, time_features: rows, context: inputs.context })
}
