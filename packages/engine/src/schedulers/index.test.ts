import { expect, test } from 'vitest'
import { createTensor, fillTensor, type Tensor } from '../tensor/index.ts'
import {
  createDenoisedEstimate,
  parseSchedulerConfig,
  parseSchedulerId,
  SCHEDULER_IDS,
  type SchedulerRun,
  startRunByClass,
  startSchedulerRun,
} from './index.ts'

const STABLE_DIFFUSION = parseSchedulerConfig({
  _class_name: 'PNDMScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  clip_sample: false,
})

/** Carries a run to its end with a network that is no network; tells which calls drew noise. */
function finish(run: SchedulerRun): { latents: Tensor; drawnAt: number[] } {
  const drawnAt: number[] = []
  let latents = createTensor(Float32Array.of(0.5, -1, 2, 0.1), [1, 4, 1, 1])
  for (let call = run.firstCall; call < run.timesteps.length; call++) {
    const input = run.scaleInput(latents, call)
    const modelOutput = createTensor(
      input.data.map((value) => 0.3 * value + 0.1),
      input.shape,
    )
    const drawNoise = (shape: readonly number[]) => {
      drawnAt.push(call)
      return fillTensor(shape, 0.2)
    }
    latents = run.step({ call, modelOutput, sample: latents, drawNoise })
  }
  return { latents, drawnAt }
}

test.each(SCHEDULER_IDS)('%s starts and finishes with every spacing and length, finite', (id) => {
  for (const timestepSpacing of ['leading', 'linspace', 'trailing'] as const) {
    for (const steps of [1, 2, 3, 4, 11, 20, 50]) {
      const run = startSchedulerRun(id, { ...STABLE_DIFFUSION, timestepSpacing }, { steps })
      const { latents, drawnAt } = finish(run)
      expect(run.steps).toBe(steps)
      expect([...latents.data].every(Number.isFinite), `${steps} steps, ${timestepSpacing}`).toBe(true)
      expect(new Set(drawnAt).size).toBe(drawnAt.length)
    }
  }
})

test.each(SCHEDULER_IDS)('%s finishes a zero-SNR model that begins at pure noise, finite', (id) => {
  const config = {
    ...STABLE_DIFFUSION,
    rescaleBetasZeroSnr: true,
    predictionType: 'v_prediction',
    timestepSpacing: 'trailing',
  } as const
  const run = startSchedulerRun(id, config, { steps: 12 })
  expect([...finish(run).latents.data].every(Number.isFinite)).toBe(true)
})

test.each(SCHEDULER_IDS)('%s begins in the middle for image to image', (id) => {
  const whole = startSchedulerRun(id, STABLE_DIFFUSION, { steps: 10 })
  const run = startSchedulerRun(id, STABLE_DIFFUSION, { steps: 10, firstCall: 4 })
  expect(run.timesteps).toEqual(whole.timesteps)
  expect(run.firstCall).toBe(4)
  expect([...finish(run).latents.data].every(Number.isFinite)).toBe(true)
})

test.each(SCHEDULER_IDS)('%s leaves its arguments alone', (id) => {
  const run = startSchedulerRun(id, STABLE_DIFFUSION, { steps: 4 })
  const sample = fillTensor([1, 4, 1, 1], 1)
  const modelOutput = fillTensor([1, 4, 1, 1], 0.5)
  const result = run.step({ call: 0, modelOutput, sample, drawNoise: (shape) => fillTensor(shape, 0.1) })
  expect([...sample.data, ...modelOutput.data]).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5])
  expect(result.data).not.toBe(sample.data)
})

test('Karras schedulers spread their sigmas, the others keep to even timesteps, whatever the model says', () => {
  const sigmasOf = (id: 'euler' | 'euler_k', useKarrasSigmas: boolean) =>
    startSchedulerRun(id, { ...STABLE_DIFFUSION, useKarrasSigmas }, { steps: 8 }).sigmas
  expect(sigmasOf('euler', true)).toEqual(sigmasOf('euler', false))
  expect(sigmasOf('euler_k', false)).toEqual(sigmasOf('euler_k', true))
  expect(sigmasOf('euler', false)).not.toEqual(sigmasOf('euler_k', false))
})

test('deterministic schedulers draw no noise, stochastic ones once a call where they need it', () => {
  const drawnAt = (id: Parameters<typeof startSchedulerRun>[0]) =>
    finish(startSchedulerRun(id, STABLE_DIFFUSION, { steps: 3 })).drawnAt
  for (const id of [
    'ddim',
    'deis',
    'lms',
    'pndm',
    'heun',
    'euler',
    'kdpm_2',
    'dpmpp_2s',
    'dpmpp_2m',
    'dpmpp_3m',
    'unipc',
  ] as const) {
    expect(drawnAt(id)).toEqual([])
  }
  expect(drawnAt('euler_a')).toEqual([0, 1, 2])
  expect(drawnAt('dpmpp_sde')).toEqual([0, 1, 2, 3])
  expect(drawnAt('lcm')).toEqual([0, 1])
})

test('refuses er_sde by name and says what to use', () => {
  expect(() => parseSchedulerId('er_sde')).toThrow(
    expect.objectContaining({ code: 'request_invalid', message: expect.stringMatching(/er_sde.*dpmpp_sde/) }),
  )
})

test('refuses an unknown name and lists the known ones', () => {
  expect(() => parseSchedulerId('plms')).toThrow(
    expect.objectContaining({ code: 'request_invalid', message: expect.stringContaining(SCHEDULER_IDS.join(', ')) }),
  )
})

test.each([0, -1, 2.5, 1001, Number.NaN])('refuses %d steps', (steps) => {
  expect(() => startSchedulerRun('euler', STABLE_DIFFUSION, { steps })).toThrow(
    expect.objectContaining({ code: 'request_invalid' }),
  )
})

test('refuses more steps than a distilled model or a training has', () => {
  expect(() => startSchedulerRun('lcm', STABLE_DIFFUSION, { steps: 51 })).toThrow(/51 steps/)
  expect(() => startSchedulerRun('dpmpp_2m', STABLE_DIFFUSION, { steps: 1000 })).toThrow(/1000 steps/)
  expect(() => startSchedulerRun('ddim', { ...STABLE_DIFFUSION, numTrainTimesteps: 100 }, { steps: 101 })).toThrow(/101 steps/)
})

test('refuses to begin between the two calls of a step, or past the end', () => {
  for (const firstCall of [3, 20, -2]) {
    expect(() => startSchedulerRun('heun', STABLE_DIFFUSION, { steps: 10, firstCall })).toThrow(/cannot begin/)
  }
  expect(startSchedulerRun('heun', STABLE_DIFFUSION, { steps: 10, firstCall: 19 }).firstCall).toBe(19)
})

test('refuses a run with two lengths, with none, or with a schedule that its algorithm does not take', () => {
  expect(() => startRunByClass('EulerDiscreteScheduler', {}, { steps: 2, timesteps: [9, 1] })).toThrow(/exactly one/)
  expect(() => startRunByClass('EulerDiscreteScheduler', {}, {})).toThrow(/exactly one/)
  expect(() => startRunByClass('DDIMScheduler', {}, { timesteps: [9, 1] })).toThrow(/takes no timesteps/)
})

test('a flow model gets the flow version of a scheduler, and no other', () => {
  const flow = parseSchedulerConfig({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 3 })
  const run = startSchedulerRun('euler', flow, { steps: 4 })
  expect(run.timesteps[0]).toBe(1000)
  expect(run.sigmas?.at(-1)).toBe(0)
  expect(() => startSchedulerRun('ddim', flow, { steps: 4 })).toThrow(/use one of heun, euler/)
})

test('a class of diffusers starts with its own defaults', () => {
  expect(startRunByClass('DDIMScheduler', {}, { steps: 4 }).timesteps).toEqual([750, 500, 250, 0])
  expect(startRunByClass('EulerDiscreteScheduler', {}, { steps: 4 }).timesteps).toEqual([999, 666, 333, 0])
  expect(() => startRunByClass('SASolverScheduler', {}, { steps: 4 })).toThrow(
    expect.objectContaining({ code: 'model_incomplete', message: expect.stringContaining('SASolverScheduler') }),
  )
})

test('refuses settings that exclude each other', () => {
  const start = (config: object) => () => startRunByClass('DPMSolverMultistepScheduler', config, { steps: 4 })
  expect(start({ algorithm_type: 'dpmsolver' })).toThrow(/final_sigmas_type/)
  expect(start({ algorithm_type: 'sde-dpmsolver++', solver_order: 3 })).toThrow(/solver_order/)
  expect(start({ prediction_type: 'flow_prediction' })).toThrow(/flow/)
})

test('zero terminal SNR begins at pure noise, which predicted noise cannot leave', () => {
  const config = { rescale_betas_zero_snr: true, timestep_spacing: 'trailing', clip_sample: false }
  const start = (prediction: string) => startRunByClass('DDIMScheduler', { ...config, prediction_type: prediction }, { steps: 4 })
  const noise = start('v_prediction').addNoise(fillTensor([1], 5), fillTensor([1], 1), 0)
  expect([...noise.data]).toEqual([1])
  expect([...finish(start('v_prediction')).latents.data].every(Number.isFinite)).toBe(true)
  expect(() => finish(start('epsilon'))).toThrow(/pure noise/)
})

test('the estimate for previews finds the clean latents behind a perfect answer', () => {
  const estimate = createDenoisedEstimate(STABLE_DIFFUSION)
  const run = startSchedulerRun('ddim', STABLE_DIFFUSION, { steps: 10 })
  const [clean, noise] = [createTensor(Float32Array.of(0.5, -1), [2]), createTensor(Float32Array.of(2, 0.25), [2])]
  const denoised = estimate(noise, run.addNoise(clean, noise, 3), run.timesteps[3] ?? 0)
  expect(denoised.data[0]).toBeCloseTo(0.5, 5)
  expect(denoised.data[1]).toBeCloseTo(-1, 5)
})
