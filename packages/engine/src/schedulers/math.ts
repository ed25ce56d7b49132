import { EngineError } from '../errors.ts'
import {
  clamp,
  combine,
  countElements,
  createTensor,
  halveChannels,
  type NoiseSource,
  scale,
  type Tensor,
} from '../tensor/index.ts'
import type { AlgorithmRun, PredictionType, RunOptions, SchedulerSettings, SolverAlgorithm, StepInput } from './types.ts'

/** Shares of clean picture and unit noise in latents: x = alpha · x₀ + sigma · ε. */
export interface NoiseLevel {
  readonly alpha: number
  readonly sigma: number
}

/** The level of variance-preserving latents that keep ᾱ of the signal's variance. */
export function levelFromAlphaBar(alphaBar: number): NoiseLevel {
  return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) }
}

/** The level of variance-preserving latents whose ratio of noise to signal is `sigma` (k-diffusion scale). */
export function levelFromSigma(sigma: number): NoiseLevel {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1)
  return { alpha, sigma: sigma * alpha }
}

/** Clean latents x₀ and unit noise ε mixed: alpha · x₀ + sigma · ε. */
export function mixNoise(original: Tensor, noise: Tensor, { alpha, sigma }: NoiseLevel): Tensor {
  return combine([alpha, original], [sigma, noise])
}

/**
 * What a v-predicting network is trained to say: alpha · ε − sigma · x₀.
 *
 * @source Salimans and Ho 2022 (arXiv:2202.00512), section 4
 */
export function mixVelocity(original: Tensor, noise: Tensor, { alpha, sigma }: NoiseLevel): Tensor {
  return combine([alpha, noise], [-sigma, original])
}

/**
 * The clean latents x̂₀ that a network's output implies.
 *
 * @param sample  latents as the network saw them, alpha · x₀ + sigma · ε
 * @throws        `model_incomplete` when noise is predicted where no signal is left
 */
export function toDenoised(type: PredictionType, modelOutput: Tensor, sample: Tensor, { alpha, sigma }: NoiseLevel): Tensor {
  switch (type) {
    case 'epsilon':
      if (alpha === 0) {
        throw new EngineError(
          'model_incomplete',
          'prediction_type epsilon has nothing to say about pure noise, where rescale_betas_zero_snr begins: use v_prediction',
        )
      }
      return combine([1 / alpha, sample], [-sigma / alpha, modelOutput])
    case 'v_prediction':
      return combine([alpha, sample], [-sigma, modelOutput])
    case 'sample':
      return modelOutput
    case 'flow':
      return combine([1, sample], [-sigma, modelOutput])
  }
}

/** The noise ε̂ that a network's output implies; as {@link toDenoised}. */
export function toEpsilon(type: PredictionType, modelOutput: Tensor, sample: Tensor, { alpha, sigma }: NoiseLevel): Tensor {
  switch (type) {
    case 'epsilon':
      return modelOutput
    case 'v_prediction':
      return combine([sigma, sample], [alpha, modelOutput])
    case 'sample':
      return combine([1 / sigma, sample], [-alpha / sigma, modelOutput])
    case 'flow':
      return combine([1, sample], [1 - sigma, modelOutput])
  }
}

/** {@link toDenoised} for latents on the k-diffusion scale, x₀ + sigma · ε, which a network sees scaled by alpha. */
export function toDenoisedAtSigma(type: PredictionType, modelOutput: Tensor, sample: Tensor, sigma: number): Tensor {
  const level = levelFromSigma(sigma)
  return toDenoised(type, modelOutput, scale(sample, level.alpha), level)
}

/** The clean latents limited as the settings ask: to a quantile, to a fixed range, or not at all. */
export function limitDenoised(denoised: Tensor, settings: SchedulerSettings): Tensor {
  if (settings.thresholding) return limitToQuantile(denoised, settings)
  if (settings.clipSample) return clamp(denoised, -settings.clipSampleRange, settings.clipSampleRange)
  return denoised
}

/**
 * Dynamic thresholding, if the settings ask for it: each picture of a batch is limited to a quantile of its own absolute values,
 * at least 1 and at most `sampleMaxValue`, and scaled back to ±1.
 *
 * @source Saharia et al. 2022 (arXiv:2205.11487), section 2.3
 */
export function limitToQuantile(denoised: Tensor, settings: SchedulerSettings): Tensor {
  if (!settings.thresholding) return denoised
  const size = countElements(denoised.shape.slice(1))
  const data = new Float32Array(denoised.data.length)
  for (let start = 0; start < data.length; start += size) {
    const values = denoised.data.subarray(start, start + size)
    const bound = Math.min(
      settings.sampleMaxValue,
      Math.max(1, quantile(values.map(Math.abs), settings.dynamicThresholdingRatio)),
    )
    data.set(
      values.map((value) => Math.min(bound, Math.max(-bound, value)) / bound),
      start,
    )
  }
  return createTensor(data, denoised.shape)
}

function quantile(values: Float32Array, ratio: number): number {
  const sorted = values.sort()
  return interpolate(sorted, ratio * (sorted.length - 1))
}

/** The slope dx/dσ = (x − x̂₀)/σ of the probability-flow ODE on the k-diffusion scale. */
export function slopeTowards(denoised: Tensor, sample: Tensor, sigma: number): Tensor {
  return combine([1 / sigma, sample], [-1 / sigma, denoised])
}

/**
 * One Euler step of the probability-flow ODE on the k-diffusion scale, from noise level `sigma` to `nextSigma`.
 *
 *   d = (x − x̂₀)/σ        x' = x + (σ' − σ)·d
 *
 * Computed as x̂₀ + (σ'/σ)·(x − x̂₀), which does not cancel where σ is large.
 *
 * @param sigma  current noise level, > 0; `nextSigma` may be 0
 * @source       Karras et al. 2022 (arXiv:2206.00364), algorithm 1 without the second-order correction
 */
export function eulerStep(sample: Tensor, denoised: Tensor, sigma: number, nextSigma: number): Tensor {
  const kept = nextSigma / sigma
  return combine([kept, sample], [1 - kept, denoised])
}

/** The first half of a network's output by channels, the other half being variances; all of it where it has none. */
export function splitVariance(modelOutput: Tensor, sample: Tensor): { output: Tensor; variance: Tensor | undefined } {
  if (modelOutput.data.length !== sample.data.length * 2) return { output: modelOutput, variance: undefined }
  const [output, variance] = halveChannels(modelOutput)
  return { output, variance }
}

/**
 * Churn: raises the noise level before a step by a little fresh noise.
 *
 *   σ̂ = σ·(1 + γ)        x̂ = x + √(σ̂² − σ²)·s_noise·ε
 *
 * Noise is drawn at every call of a run with churn, also where the level is out of bounds, so that draws keep their place.
 *
 * @param options  the run's, and `intervals`, how many steps `sChurn` is spread over
 * @source         Karras et al. 2022 (arXiv:2206.00364), algorithm 2
 */
export function churn(
  sample: Tensor,
  sigma: number,
  drawNoise: NoiseSource,
  { intervals, sChurn = 0, sTmin = 0, sTmax = Number.POSITIVE_INFINITY, sNoise = 1 }: RunOptions & { readonly intervals: number },
): { sample: Tensor; sigma: number } {
  if (sChurn === 0) return { sample, sigma }
  const noise = drawNoise(sample.shape)
  if (sigma < sTmin || sigma > sTmax) return { sample, sigma }
  const raised = sigma * (1 + Math.min(sChurn / intervals, Math.SQRT2 - 1))
  return { sample: combine([1, sample], [sNoise * Math.sqrt(raised ** 2 - sigma ** 2), noise]), sigma: raised }
}

/**
 * An ancestral step from `sigma` to `nextSigma` taken apart: down without noise, then up by a share of fresh noise.
 *
 *   down = σ'²/σ        up = √(σ'² − down²)
 *
 * Computed in float32 and by way of `up` like the reference, whose `down` is off where a step is long: timesteps in the middle of
 * such steps hang on it. Where float32 loses `down` altogether, it is exact.
 */
export function splitAncestrally(sigma: number, nextSigma: number): { down: number; up: number } {
  const [variance, nextVariance] = [Math.fround(sigma ** 2), Math.fround(nextSigma ** 2)]
  const up = Math.fround(Math.sqrt(Math.fround(Math.fround(nextVariance * Math.fround(variance - nextVariance)) / variance)))
  const rest = Math.fround(nextVariance - Math.fround(up ** 2))
  return { down: rest > 0 ? Math.fround(Math.sqrt(rest)) : nextVariance / sigma, up }
}

/** The members of a run that works on variance-preserving latents, whose level at a call is `levelAt(call)`. */
export function onPreservedVariance(
  levelAt: (call: number) => NoiseLevel,
): Pick<AlgorithmRun, 'initNoiseSigma' | 'scaleInput' | 'addNoise'> {
  return {
    initNoiseSigma: 1,
    scaleInput: (sample) => sample,
    addNoise: (original, noise, call) => mixNoise(original, noise, levelAt(call)),
  }
}

/** The members of a run that works on such latents at timesteps of the training, whose ᾱ is `alphaBarAt(timestep)`. */
export function onTrainingTimesteps(
  timesteps: readonly number[],
  alphaBarAt: (timestep: number) => number,
): Pick<AlgorithmRun, 'timesteps' | 'sigmas' | 'initNoiseSigma' | 'scaleInput' | 'addNoise'> {
  const levelAt = (call: number) => levelFromAlphaBar(alphaBarAt(at(timesteps, call)))
  return { timesteps, sigmas: undefined, ...onPreservedVariance(levelAt) }
}

/**
 * The members of a run that works on the k-diffusion scale, x₀ + σ·ε.
 *
 * @param sigmas       noise levels as a run lists them
 * @param inputSigmas  noise level of every call's latents, where second calls lie between two of `sigmas`
 */
export function onSigmaScale(
  sigmas: readonly number[],
  { timestepSpacing }: SchedulerSettings,
  inputSigmas: readonly number[] = sigmas,
): Pick<AlgorithmRun, 'sigmas' | 'initNoiseSigma' | 'scaleInput' | 'addNoise'> {
  const largest = at(sigmas, 0)
  return {
    sigmas,
    // leading spacing stops short of pure noise, so the picture's own variance is counted in
    initNoiseSigma: timestepSpacing === 'leading' ? Math.fround(Math.sqrt(largest ** 2 + 1)) : largest,
    scaleInput: (sample, call) => scale(sample, levelFromSigma(at(inputSigmas, call)).alpha),
    addNoise: (original, noise, call) => combine([1, original], [at(inputSigmas, call), noise]),
  }
}

/** The members of a run that works on the straight paths of flow matching, x = (1 − σ)·x₀ + σ·ε. */
export function onStraightPaths(
  sigmas: readonly number[],
): Pick<AlgorithmRun, 'sigmas' | 'initNoiseSigma' | 'scaleInput' | 'addNoise'> {
  const levelAt = (call: number) => ({ alpha: 1 - at(sigmas, call), sigma: at(sigmas, call) })
  return { sigmas, ...onPreservedVariance(levelAt) }
}

/** How networks of the EDM kind see latents on the k-diffusion scale, and what their outputs mean. */
export interface EdmPreconditioning {
  scaleInput(sample: Tensor, sigma: number): Tensor
  toDenoised(modelOutput: Tensor, sample: Tensor, sigma: number): Tensor
}

/**
 * EDM's preconditioning: c_in scales the input, c_skip and c_out mix latents and output into x̂₀.
 *
 * @throws `model_incomplete` for a prediction type other than epsilon and v_prediction
 * @source Karras et al. 2022 (arXiv:2206.00364), table 1
 */
export function preconditionEdm({ sigmaData, predictionType }: SchedulerSettings): EdmPreconditioning {
  if (predictionType !== 'epsilon' && predictionType !== 'v_prediction') {
    throw new EngineError('model_incomplete', `prediction_type ${predictionType} is unknown to EDM: use epsilon or v_prediction`)
  }
  const sign = predictionType === 'epsilon' ? 1 : -1
  const variance = (sigma: number) => sigma ** 2 + sigmaData ** 2
  return {
    scaleInput: (sample, sigma) => scale(sample, 1 / Math.sqrt(variance(sigma))),
    toDenoised: (modelOutput, sample, sigma) =>
      combine([sigmaData ** 2 / variance(sigma), sample], [(sign * sigma * sigmaData) / Math.sqrt(variance(sigma)), modelOutput]),
  }
}

/** The members of a run on the k-diffusion scale for networks of the EDM kind. */
export function onEdmScale(
  sigmas: readonly number[],
  settings: SchedulerSettings,
  edm: EdmPreconditioning,
): ReturnType<typeof onSigmaScale> {
  return {
    ...onSigmaScale(sigmas, settings),
    initNoiseSigma: Math.sqrt(at(sigmas, 0) ** 2 + 1),
    scaleInput: (sample, call) => edm.scaleInput(sample, at(sigmas, call)),
  }
}

/**
 * The prediction that a solver in λ extrapolates: the clean latents, limited as the settings ask, or the noise that they imply.
 *
 * @param quantity  `data` for x̂₀, `noise` for ε̂
 * @param level     shares of signal and noise in the latents
 */
export function predict(
  quantity: 'data' | 'noise',
  settings: SchedulerSettings,
  { modelOutput, sample }: Pick<StepInput, 'modelOutput' | 'sample'>,
  level: NoiseLevel,
): Tensor {
  const { output } = splitVariance(modelOutput, sample)
  if (quantity === 'noise' && !settings.thresholding) return toEpsilon(settings.predictionType, output, sample, level)
  const denoised = limitToQuantile(toDenoised(settings.predictionType, output, sample, level), settings)
  return quantity === 'data' ? denoised : toEpsilon('sample', denoised, sample, level)
}

/** One step of an exponential integrator: x' = keep·x − gain·Σₖ wₖ(z)·Dₖ + noise·ε, with `z` the signed step in λ. */
export interface ExponentialStep {
  readonly z: number
  readonly keep: number
  readonly gain: number
  readonly noise: number
}

/**
 * The exact part of a DPM-Solver step from `from` to `to`: how much of the latents stays, what the derivatives D₀, D₁ … of the
 * prediction are multiplied with, and how much noise is added. With h = λ' − λ > 0:
 *
 *                    keep            gain    z      noise
 *   dpmsolver        α'/α            σ'      h      0                      in noise, ODE
 *   dpmsolver++      σ'/σ            α'     −h      0                      in data, ODE
 *   sde-dpmsolver    α'/α            2σ'     h      σ'·√(e^2h − 1)         in noise, SDE
 *   sde-dpmsolver++  σ'/σ · e^−h     α'     −2h     σ'·√(1 − e^−2h)        in data, SDE
 *
 * @source Lu et al. 2022 (arXiv:2206.00927), eq. 3.4, and (arXiv:2211.01095), sections 3 and 4
 */
export function exponentialStep(algorithm: SolverAlgorithm, from: NoiseLevel, to: NoiseLevel): ExponentialStep {
  const h = lambdaOf(to) - lambdaOf(from)
  switch (algorithm) {
    case 'dpmsolver':
      return { z: h, keep: to.alpha / from.alpha, gain: to.sigma, noise: 0 }
    case 'sde-dpmsolver':
      return {
        z: h,
        keep: to.alpha / from.alpha,
        gain: 2 * to.sigma,
        noise: to.sigma * Math.sqrt(Math.max(0, Math.expm1(2 * h))),
      }
    case 'sde-dpmsolver++': {
      const noise = to.sigma * Math.sqrt(Math.max(0, -Math.expm1(-2 * h)))
      return { z: -2 * h, keep: (to.sigma / from.sigma) * Math.exp(-h), gain: to.alpha, noise }
    }
    case 'dpmsolver++':
      return { z: -h, keep: to.sigma / from.sigma, gain: to.alpha, noise: 0 }
  }
}

/**
 * The solver algorithm that settings ask for; DEIS' name, from a file written for it, stands for `dpmsolver++`.
 *
 * @throws `model_incomplete` when it does not go with the final noise level or the order
 */
export function solverAlgorithm({ algorithmType, finalSigmasType, solverOrder }: SchedulerSettings): SolverAlgorithm {
  const algorithm = algorithmType === 'deis' ? 'dpmsolver++' : algorithmType
  if (!algorithm.endsWith('++') && finalSigmasType === 'zero') {
    throw new EngineError(
      'model_incomplete',
      `algorithm_type ${algorithm} cannot end at noise level 0: set final_sigmas_type to sigma_min`,
    )
  }
  if (algorithm.startsWith('sde') && solverOrder > 2) {
    throw new EngineError(
      'model_incomplete',
      `algorithm_type ${algorithm} has orders 1 and 2, but solver_order is ${solverOrder}`,
    )
  }
  return algorithm
}

/** Runs of fewer calls than this end in lower orders, where the settings say so. */
const SHORT_RUN = 15

/** The highest order that the end of a run leaves to a multistep call: the last call of a short one has 1, the one before 2. */
export function orderLeft({ lowerOrderFinal }: SchedulerSettings, call: number, calls: number): number {
  return lowerOrderFinal && calls < SHORT_RUN ? calls - call : Number.POSITIVE_INFINITY
}

/** λ = ln(α/σ), half the logarithm of the signal-to-noise ratio. */
export function lambdaOf({ alpha, sigma }: NoiseLevel): number {
  return Math.log(alpha / sigma)
}

/**
 * The weights of D₀, D₁ and D₂ in a DPM-Solver step: integrals of the Taylor terms against the exponential.
 *
 *   D₀: e^z − 1        D₁: (e^z − 1)/z − 1, or ½(e^z − 1) by the midpoint rule        D₂: (e^z − 1 − z)/z² − ½
 *
 * @source Lu et al. 2022 (arXiv:2206.00927), appendix B; the midpoint rule is in algorithm 2 of (arXiv:2211.01095)
 */
export function taylorWeights(z: number) {
  const first = Math.expm1(z)
  return { first, midpoint: first / 2, second: first / z - 1, third: (first - z) / z ** 2 - 0.5 }
}

/**
 * The Lagrange polynomial that is 1 at `nodes[index]` and 0 at the other nodes, as coefficients from the constant upwards.
 * Extrapolating from past values by these polynomials and integrating is what linear multistep methods do.
 */
export function lagrangeBasis(nodes: readonly number[], index: number): number[] {
  const own = at(nodes, index)
  let coefficients = [1]
  nodes.forEach((node, k) => {
    if (k === index) return
    // times (x − node) / (own − node)
    const raised = [0, ...coefficients]
    coefficients = raised.map((value, power) => (value - node * (coefficients[power] ?? 0)) / (own - node))
  })
  return coefficients
}

/** `count` numbers from `start` to `stop`, both included; `start` alone when `count` is 1. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / (count - 1)
  return Array.from({ length: count }, (_, i) => (i > 0 && i === count - 1 ? stop : i === 0 ? start : start + i * step))
}

/** The value between neighbours of `values` at a fractional position; positions outside take the value at the end. */
export function interpolate(values: ArrayLike<number>, position: number): number {
  const low = Math.min(values.length - 1, Math.max(0, Math.floor(position)))
  const high = Math.min(values.length - 1, low + 1)
  const below = values[low] as number
  return below + ((values[high] as number) - below) * Math.min(1, Math.max(0, position - low))
}

/**
 * The entry at `index`.
 *
 * @throws RangeError when there is none: a call outside its run
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`there is no entry ${index} in a list of ${values.length}`)
  return value
}
