import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Model, openModel } from '../families/index.ts'
import { readSafetensorsHeader, readTensor } from '../formats/index.ts'
import { buildAutoencoderKlEncoder, parseMoments, toDenoiserUnits } from '../networks/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { startRunByClass } from '../schedulers/index.ts'
import { concatenate, createTensor, sliceFirstAxis, type Tensor, tensorToRgb } from '../tensor/index.ts'
import { createPipeline, denoise, type Pipeline } from './index.ts'

/*
 * The shipped model against reference tensors that the original Python classes computed from the same weights in fp32
 * (torch 1.13 on a CPU, tools/starter-model/golden.py). Tolerances: 1e-4 absolute for single passes, 1e-3 for latents after 20
 * steps, 2e-3 for the decoded picture, one level of 255 for its bytes.
 */

const root = new URL('../../../../', import.meta.url)
const fixtures = new URL('packages/testing/fixtures/golden/starter/', root)
const runtime = createRuntime()
const tensors = new Map<string, Tensor>()
let model: Model
let pipeline: Pipeline

const reference = (name: string): Tensor => {
  const tensor = tensors.get(name)
  if (tensor === undefined) throw new Error(`the fixture has no tensor ${name}`)
  return tensor
}

const distance = (actual: Tensor, expected: Tensor): number => {
  expect(actual.shape).toEqual(expected.shape)
  return actual.data.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (expected.data[at] ?? Number.NaN))), 0)
}

const indexSchema = z.looseObject({
  prompts: z.record(z.string(), z.string()),
  ddim: z.looseObject({ steps: z.number(), guidance: z.number(), timesteps: z.array(z.number()) }),
})
let index: z.infer<typeof indexSchema>

beforeAll(async () => {
  index = indexSchema.parse(JSON.parse(await readFile(new URL('index.json', fixtures), 'utf8')))
  const header = await readSafetensorsHeader(fileURLToPath(new URL('golden.safetensors', fixtures)))
  for (const [name, view] of header.tensors) tensors.set(name, await readTensor(view))
  model = await openModel(fileURLToPath(new URL('models/starter', root)))
  pipeline = createPipeline(model.parts, runtime)
})

afterAll(() => pipeline.close())

describe('the starter model agrees with its reference', () => {
  test.for(['prompt0', 'prompt1', 'empty'])('%s: token ids and hidden states', async (name) => {
    const ids = model.parts.tokenizer.encodePadded(index.prompts[name] ?? '')
    expect(ids).toEqual([...reference(`${name}.input_ids`).data])
    expect(distance(await pipeline.encodeTokens([ids], 0), reference(`${name}.last_hidden_state`))).toBeLessThan(1e-4)
  })

  test.for(['prompt0', 'prompt1'])('%s: predicted noise at three timesteps', async (name) => {
    const predict = await pipeline.predictUnder(reference(`${name}.last_hidden_state`))
    for (const timestep of [981, 501, 1]) {
      expect(distance(await predict(reference('unet.latent'), timestep), reference(`unet.${name}.t${timestep}`))).toBeLessThan(
        1e-4,
      )
    }
  })

  test('both directions of the autoencoder', async () => {
    const { autoencoder } = model.parts
    const network = await runtime.load(buildAutoencoderKlEncoder(autoencoder))
    const { moments } = await network.run({ image: reference('vae.image') })
    await network.dispose()
    const { mean, logVariance } = parseMoments(moments as Tensor)
    expect(distance(mean, reference('vae.encoded_mean'))).toBeLessThan(1e-4)
    expect(distance(logVariance, reference('vae.encoded_logvar'))).toBeLessThan(1e-4)
    const decoded = await pipeline.decode(toDenoiserUnits(reference('vae.latent'), autoencoder.config))
    expect(distance(decoded, reference('vae.decoded'))).toBeLessThan(1e-4)
  })

  test('twenty steps of DDIM, and the picture', async () => {
    const positive = reference('prompt0.last_hidden_state')
    const run = startRunByClass('DDIMScheduler', await schedulerFile(), { steps: index.ddim.steps })
    expect(run.timesteps).toEqual(index.ddim.timesteps)
    const steps: Tensor[] = []
    const latents = await denoise({
      run,
      endCall: run.timesteps.length,
      latents: reference('ddim.initial'),
      predict: await pipeline.predictUnder(concatenate([reference('empty.last_hidden_state'), positive], 0)),
      guidance: { scale: index.ddim.guidance, rescale: 0 },
      drawNoise: () => expect.unreachable('DDIM without eta draws no noise'),
      onCall: (call) => steps.push(call.latents),
    })
    const expected = reference('ddim.latents')
    for (const [at, actual] of steps.entries()) {
      const [, ...shape] = expected.shape
      expect(distance(actual, createTensor(sliceFirstAxis(expected, at, at + 1).data, shape))).toBeLessThan(1e-3)
    }
    const decoded = await pipeline.decode(latents)
    expect(distance(decoded, reference('ddim.decoded'))).toBeLessThan(2e-3)
    const levels = tensorToRgb(decoded).data.map((value, at) =>
      Math.abs(value - (reference('ddim.image_u8').data[at] ?? Number.NaN)),
    )
    expect(Math.max(...levels)).toBeLessThanOrEqual(1)
  })
})

const schedulerFile = async (): Promise<object> =>
  JSON.parse(await readFile(new URL('models/starter/scheduler/scheduler_config.json', root), 'utf8'))
