import { expect, test } from 'vitest'
import { combine, createNoiseSource, createTensor, fillTensor, type NoiseSource, type Tensor } from '../tensor/index.ts'
import {
  SCHEDULER_IDS,
  type SchedulerConfig,
  type SchedulerId,
  type SchedulerRun,
  startRunByClass,
  startSchedulerRun,
} from './index.ts'
import { mixVelocity, type NoiseLevel } from './math.ts'

/*
 * Schedulers against a known answer. Data are Gaussian of variance S², so the best denoiser is known, x̂₀ = x·αS²/(α²S² + σ²),
 * and so is the exact path, x ∝ √(α²S² + σ²). How fast the error falls as steps are halved is the order of a scheduler.
 */

const S = 0.5
const STABLE_DIFFUSION: SchedulerConfig = {
  betaStart: 0.00085,
  betaEnd: 0.012,
  betaSchedule: 'scaled_linear',
  timestepSpacing: 'leading',
}

/** What the network says, by what it was trained to predict, given the truth. */
type Say = (denoised: Tensor, epsilon: Tensor, level: NoiseLevel) => Tensor

const sayEpsilon: Say = (_, epsilon) => epsilon
const sayVelocity: Say = (denoised, epsilon, level) => mixVelocity(denoised, epsilon, level)
const sayData: Say = (denoised) => denoised
const sayFlow: Say = (denoised, epsilon) => combine([1, epsilon], [-1, denoised])
/** EDM's F = (x̂₀ − c_skip·x)/c_out for data of deviation ½, x = x₀ + σ·ε. */
const sayEdm: Say = (denoised, epsilon, { sigma }) => {
  const variance = sigma ** 2 + 0.25
  const output = Math.sqrt(variance) / (sigma * 0.5)
  return combine([output * (1 - 0.25 / variance), denoised], [(-output * 0.25 * sigma) / variance, epsilon])
}

const root = ({ alpha, sigma }: NoiseLevel) => Math.sqrt(alpha ** 2 * S ** 2 + sigma ** 2)

/** The level of a call's latents, seen from outside. */
function levelAt(run: SchedulerRun, call: number): NoiseLevel {
  const [one, none] = [fillTensor([1], 1), fillTensor([1], 0)]
  const [alpha = 0] = run.addNoise(one, none, call).data
  const [sigma = 0] = run.addNoise(none, one, call).data
  return { alpha, sigma }
}

/** One call with the ideal denoiser. */
function stepIdeally(run: SchedulerRun, call: number, sample: Tensor, drawNoise: NoiseSource, say: Say = sayEpsilon): Tensor {
  const level = levelAt(run, call)
  const denoised = combine([(level.alpha * S ** 2) / root(level) ** 2, sample])
  const epsilon = combine([1 / level.sigma, sample], [-level.alpha / level.sigma, denoised])
  // velocity is always that of latents scaled to unit variance
  const length = say === sayVelocity ? Math.hypot(level.alpha, level.sigma) : 1
  const modelOutput = say(denoised, epsilon, { alpha: level.alpha / length, sigma: level.sigma / length })
  return run.step({ call, modelOutput, sample, drawNoise })
}

/**
 * The largest distance from the exact path, relative to it, at every second call down to timestep 200. Past that, even timesteps
 * crowd towards a level that no step size resolves; Karras' do not, and are followed to the last call.
 */
function measureError(run: SchedulerRun, isKarras: boolean, say?: Say): number {
  let sample = fillTensor([1], root(levelAt(run, 0)))
  let error = 0
  for (let call = 0; call < run.timesteps.length - 1; call++) {
    sample = stepIdeally(run, call, sample, refuseNoise, say)
    const isCompared = call % 2 === 1 && (isKarras || (run.timesteps[call + 1] ?? 0) >= 200)
    if (isCompared) error = Math.max(error, Math.abs((sample.data[0] ?? Number.NaN) / root(levelAt(run, call + 1)) - 1))
  }
  return error
}

function measureSlope(start: (steps: number) => SchedulerRun, isKarras: boolean, say?: Say): number {
  return Math.log2(measureError(start(49), isKarras, say) / measureError(start(99), isKarras, say))
}

const refuseNoise: NoiseSource = () => {
  throw new Error('a deterministic scheduler drew noise')
}

/** Order of each deterministic scheduler as bounds on the measured slope. */
const ORDERS: Partial<Record<SchedulerId, readonly [number, number]>> = {
  ddim: [0.9, 1.1],
  euler: [0.9, 1.1],
  euler_k: [0.9, 1.1],
  deis: [1.8, 2.2],
  deis_k: [1.8, 2.2],
  heun: [1.8, 2.2],
  heun_k: [1.8, 2.2],
  kdpm_2: [1.8, 2.2],
  kdpm_2_k: [1.8, 2.2],
  dpmpp_2s: [1.8, 2.2],
  dpmpp_2s_k: [1.8, 2.2],
  dpmpp_2m: [1.8, 2.2],
  dpmpp_2m_k: [1.8, 2.2],
  // higher orders are held back by the lower ones of the first steps
  pndm: [1.8, 2.2],
  dpmpp_3m: [1.9, 3.1],
  dpmpp_3m_k: [1.9, 3.1],
  unipc: [2.8, 3.3],
  unipc_k: [2.8, 3.3],
  lms: [3, 4.1],
  lms_k: [3, 4.1],
}

test.each(Object.entries(ORDERS))('%s converges on the exact path as fast as its order promises', (id, [low, high]) => {
  const slope = measureSlope((steps) => startSchedulerRun(id as SchedulerId, STABLE_DIFFUSION, { steps }), id.endsWith('_k'))
  expect(slope).toBeGreaterThan(low)
  expect(slope).toBeLessThan(high)
})

const DIFFUSERS_CONFIG = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear', timestep_spacing: 'leading' }

const CLASSES: readonly (readonly [className: string, config: object, say: Say, low: number, high: number])[] = [
  ['DEISMultistepScheduler', { solver_order: 3 }, sayEpsilon, 2.5, 3.2],
  ['DPMSolverMultistepScheduler', { algorithm_type: 'dpmsolver', final_sigmas_type: 'sigma_min' }, sayEpsilon, 1.8, 2.2],
  ['DPMSolverMultistepScheduler', { solver_type: 'heun' }, sayEpsilon, 1.8, 2.2],
  ['DPMSolverMultistepScheduler', { solver_order: 1 }, sayEpsilon, 0.9, 1.1],
  ['UniPCMultistepScheduler', { predict_x0: false, final_sigmas_type: 'sigma_min' }, sayEpsilon, 2.3, 3.3],
  ['PNDMScheduler', { skip_prk_steps: false }, sayEpsilon, 1.8, 2.2],
  ['FlowMatchEulerDiscreteScheduler', {}, sayFlow, 0.9, 1.1],
  ['FlowMatchHeunDiscreteScheduler', {}, sayFlow, 1.8, 2.2],
  ['EDMEulerScheduler', {}, sayEdm, 0.9, 1.2],
  ['EDMDPMSolverMultistepScheduler', {}, sayEdm, 1.8, 2.2],
]

test.each(CLASSES)('%s with %o converges as fast as its order promises', (className, config, say, low, high) => {
  const start = (steps: number) => startRunByClass(className, { ...DIFFUSERS_CONFIG, ...config }, { steps })
  const slope = measureSlope(start, className.startsWith('EDM'), say)
  expect(slope).toBeGreaterThan(low)
  expect(slope).toBeLessThan(high)
})

test.each([
  'ddpm',
  'euler_a',
  'kdpm_2_a',
  'kdpm_2_a_k',
  'dpmpp_2m_sde',
  'dpmpp_2m_sde_k',
  'dpmpp_sde',
  'dpmpp_sde_k',
  'tcd',
] as const)('%s keeps the variance that its noise level calls for', (id) => {
  const run = startSchedulerRun(id, STABLE_DIFFUSION, { steps: 49 })
  const drawNoise = createNoiseSource(7)
  let sample = combine([root(levelAt(run, 0)), createNoiseSource(1)([4096])])
  let call = 0
  for (; (run.timesteps[call] ?? 0) > 200 || call % run.order !== 0; call++) sample = stepIdeally(run, call, sample, drawNoise)
  const ratio = varianceOf(sample) / root(levelAt(run, call)) ** 2
  expect(ratio).toBeGreaterThan(0.9)
  expect(ratio).toBeLessThan(1.1)
})

test('lcm ends at the data when the network is a perfect consistency model', () => {
  const run = startSchedulerRun('lcm', STABLE_DIFFUSION, { steps: 8 })
  const drawNoise = createNoiseSource(7)
  let sample = combine([root(levelAt(run, 0)), createNoiseSource(1)([4096])])
  for (let call = 0; call < run.timesteps.length; call++) {
    const level = levelAt(run, call)
    const data = combine([S / root(level), sample])
    const modelOutput = combine([1 / level.sigma, sample], [-level.alpha / level.sigma, data])
    sample = run.step({ call, modelOutput, sample, drawNoise })
  }
  expect(varianceOf(sample) / S ** 2).toBeGreaterThan(0.9)
  expect(varianceOf(sample) / S ** 2).toBeLessThan(1.1)
})

const varianceOf = (latents: Tensor) => latents.data.reduce((sum, value) => sum + value ** 2, 0) / latents.data.length

// PNDM mixes outputs before it reads them, so to it they differ
test.each(SCHEDULER_IDS.filter((id) => id !== 'pndm'))(
  '%s does the same whatever of noise, velocity and data the network predicts',
  (id) => {
    const finish = (predictionType: 'epsilon' | 'v_prediction' | 'sample', say: Say) => {
      const run = startSchedulerRun(id, { ...STABLE_DIFFUSION, clipSample: false, predictionType }, { steps: 10 })
      const drawNoise = createNoiseSource(7)
      let sample = createTensor(Float32Array.of(-1, 0.5, 2), [3])
      for (let call = 0; call < run.timesteps.length; call++) sample = stepIdeally(run, call, sample, drawNoise, say)
      return sample.data
    }
    const byNoise = finish('epsilon', sayEpsilon)
    const byVelocity = finish('v_prediction', sayVelocity)
    const byData = finish('sample', sayData)
    byNoise.forEach((value, i) => {
      expect(byVelocity[i]).toBeCloseTo(value, 4)
      expect(byData[i]).toBeCloseTo(value, 4)
    })
  },
)
