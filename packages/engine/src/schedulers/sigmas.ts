import { EngineError } from '../errors.ts'
import { roundHalfToEven } from '../tensor/index.ts'
import { at, interpolate, linspace } from './math.ts'
import type { SchedulerSettings, StartOptions } from './types.ts'

/*
 * Noise schedules: betas of the training, noise levels made of them, and the timesteps and sigmas that a run visits.
 *
 * Tables of the training and sigmas of a run are rounded to float32 (`Math.fround`) where the reference does so: a timestep that
 * is found by rounding must fall on the same whole number. All else is computed in double precision.
 */

/** A zero-SNR schedule ends at sigma 4096 for schedulers that divide by the signal's share; 0 would have no sigma. */
const SMALLEST_ALPHA_BAR = 2 ** -24

/** Timesteps and the noise levels at their boundaries: `sigmas` has the final level as one more entry. */
export interface SigmaSchedule {
  readonly timesteps: number[]
  readonly sigmas: number[]
}

/** [a, b, c] becomes [a, b, b, c, c]: for schedulers of two calls a step, the end of one and the beginning of the next. */
export function repeatAfterFirst(values: readonly number[]): number[] {
  return values.flatMap((value, i) => (i === 0 ? [value] : [value, value]))
}

/**
 * The variance of the noise added at each timestep of the training; float32.
 *
 * @throws `model_incomplete` when trained betas do not match the count of timesteps
 * @source linear: Ho et al. 2020 (arXiv:2006.11239); squaredcos_cap_v2: Nichol and Dhariwal 2021 (arXiv:2102.09672), eq. 17
 */
export function buildBetas(settings: SchedulerSettings): number[] {
  const betas = settings.trainedBetas?.map(Math.fround) ?? scheduledBetas(settings)
  if (betas.length !== settings.numTrainTimesteps) {
    throw new EngineError(
      'model_incomplete',
      `trained_betas has ${betas.length} entries, but num_train_timesteps is ${settings.numTrainTimesteps}`,
    )
  }
  return settings.rescaleBetasZeroSnr ? rescaleToZeroSnr(betas) : betas
}

function scheduledBetas({ betaSchedule, betaStart, betaEnd, numTrainTimesteps: count }: SchedulerSettings): number[] {
  switch (betaSchedule) {
    case 'linear':
      return linspace(betaStart, betaEnd, count).map(Math.fround)
    case 'scaled_linear':
      return linspace(Math.sqrt(betaStart), Math.sqrt(betaEnd), count).map((root) => Math.fround(Math.fround(root) ** 2))
    case 'sigmoid':
      return linspace(-6, 6, count).map((x) => Math.fround((betaEnd - betaStart) / (1 + Math.exp(-x)) + betaStart))
    case 'squaredcos_cap_v2':
      return betasFromAlphaBar((t) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2, count)
    case 'exp':
      return betasFromAlphaBar((t) => Math.exp(-12 * t), count)
  }
}

function betasFromAlphaBar(alphaBar: (t: number) => number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.fround(Math.min(0.999, 1 - alphaBar((i + 1) / count) / alphaBar(i / count))),
  )
}

/**
 * Betas bent so that nothing of the signal is left at the last timestep while the first stays as it was.
 *
 * @source Lin et al. 2023 (arXiv:2305.08891), algorithm 1
 */
function rescaleToZeroSnr(betas: readonly number[]): number[] {
  const roots = accumulate(betas).map((alphaBar) => Math.fround(Math.sqrt(alphaBar)))
  const [first, last] = [at(roots, 0), at(roots, roots.length - 1)]
  const factor = Math.fround(first / Math.fround(first - last))
  const alphaBars = roots.map((root) => Math.fround(Math.fround(Math.fround(root - last) * factor) ** 2))
  return alphaBars.map((alphaBar, t) => Math.fround(1 - Math.fround(t === 0 ? alphaBar : alphaBar / at(alphaBars, t - 1))))
}

/** ᾱ: the running product of 1 − β; float32, summed up in double precision. */
function accumulate(betas: readonly number[]): number[] {
  let product = 1
  return betas.map((beta) => {
    product *= Math.fround(1 - beta)
    return Math.fround(product)
  })
}

/** ᾱ at each timestep of the training, 1 (clean) downwards; float32. The last is 0 for a zero-SNR schedule. */
export function buildAlphasCumprod(settings: SchedulerSettings): number[] {
  return accumulate(buildBetas(settings))
}

/** {@link buildAlphasCumprod} for schedulers that divide by ᾱ: a zero-SNR schedule ends just above 0. */
function buildPositiveAlphasCumprod(settings: SchedulerSettings): number[] {
  const alphasCumprod = buildAlphasCumprod(settings)
  if (settings.rescaleBetasZeroSnr) alphasCumprod[alphasCumprod.length - 1] = SMALLEST_ALPHA_BAR
  return alphasCumprod
}

/**
 * ᾱ by whole timestep, for schedulers that look it up.
 *
 * @param endsClean      whether the step after timestep 0 ends at ᾱ = 1, not at the ᾱ of timestep 0
 * @param staysPositive  whether the ᾱ of a zero-SNR schedule ends just above 0
 */
export function lookUpAlphasCumprod(
  settings: SchedulerSettings,
  { endsClean, staysPositive = false }: { endsClean: boolean; staysPositive?: boolean },
): (timestep: number) => number {
  const alphasCumprod = staysPositive ? buildPositiveAlphasCumprod(settings) : buildAlphasCumprod(settings)
  const final = endsClean ? 1 : at(alphasCumprod, 0)
  return (timestep) => (timestep < 0 ? final : at(alphasCumprod, timestep))
}

/** Noise level of each timestep of the training on the k-diffusion scale, √((1 − ᾱ)/ᾱ), ascending; float32. */
function buildTrainingSigmas(settings: SchedulerSettings): number[] {
  return buildPositiveAlphasCumprod(settings).map((alphaBar) =>
    Math.fround(Math.sqrt(Math.fround(Math.fround(1 - alphaBar) / alphaBar))),
  )
}

/** The inverse of interpolating: the fractional timestep of a noise level, by its logarithm. */
function sigmaToTimestep(sigma: number, logSigmas: readonly number[]): number {
  const logSigma = Math.fround(Math.log(Math.max(sigma, 1e-10)))
  // the last one below, not the first above: a zero-SNR schedule may dip at its end
  const below = logSigmas.findLastIndex((value) => value <= logSigma)
  const low = Math.min(logSigmas.length - 2, Math.max(0, below))
  const [from, to] = [at(logSigmas, low), at(logSigmas, low + 1)]
  return low + Math.min(1, Math.max(0, Math.fround(Math.fround(logSigma - from) / Math.fround(to - from))))
}

/**
 * Noise levels from `sigmaMax` down to `sigmaMin`, evenly spaced in their `rho`-th root, so dense near the clean end.
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), eq. 5
 */
export function karrasSigmas(sigmaMin: number, sigmaMax: number, count: number, rho = 7): number[] {
  return linspace(0, 1, count).map(
    (ramp) => (sigmaMax ** (1 / rho) + ramp * (sigmaMin ** (1 / rho) - sigmaMax ** (1 / rho))) ** rho,
  )
}

/** Noise levels evenly spaced in their logarithm (so in λ), from `logMax` down to `logMin`. */
function exponentialSigmas(logMin: number, logMax: number, count: number): number[] {
  return linspace(logMax, logMin, count).map(Math.exp)
}

/** How {@link spaceTimesteps} departs from the plain rule. */
interface SpacingRule {
  /** Leave fractions of `linspace` standing; float32. */
  readonly fractional?: boolean
  /** Lay out one timestep more and leave out the last, on which the final boundary falls. */
  readonly leaveOutLast?: boolean
  /** How many training timesteps, from 0 up, are made use of. */
  readonly reach?: number
}

/**
 * The training timesteps that a run of `steps` visits, descending.
 *
 * @throws `request_invalid` when there are more steps than timesteps for them, or the offset pushes the first past the training
 * @source Lin et al. 2023 (arXiv:2305.08891), table 2
 */
export function spaceTimesteps(settings: SchedulerSettings, steps: number, rule: SpacingRule = {}): number[] {
  const { timestepSpacing, numTrainTimesteps, stepsOffset } = settings
  const reach = rule.reach ?? numTrainTimesteps
  const count = rule.leaveOutLast ? steps + 1 : steps
  if (steps > numTrainTimesteps) throw tooManySteps(steps, settings)
  switch (timestepSpacing) {
    case 'linspace': {
      const ascending = linspace(0, reach - 1, count).map(rule.fractional ? Math.fround : roundHalfToEven)
      return ascending.reverse().slice(0, steps)
    }
    case 'leading': {
      const stride = Math.floor(reach / count)
      if (stride < 1 || (count - 1) * stride + stepsOffset >= numTrainTimesteps) throw tooManySteps(steps, settings)
      return Array.from({ length: steps }, (_, i) => (count - 1 - i) * stride + stepsOffset)
    }
    case 'trailing': {
      const stride = numTrainTimesteps / steps
      // what remains below a billionth of a step is rounding, not another step
      const visited = Math.ceil(reach / stride - 1e-9)
      return Array.from({ length: visited }, (_, i) => roundHalfToEven(reach - i * stride) - 1)
    }
  }
}

function tooManySteps(steps: number, { numTrainTimesteps }: SchedulerSettings): EngineError {
  return new EngineError(
    'request_invalid',
    `${steps} steps do not fit the ${numTrainTimesteps} timesteps that the model was trained on with this scheduler. Ask for a tenth of that or fewer; more change nothing that could be seen.`,
  )
}

/**
 * Timesteps that the caller chose, checked.
 *
 * @param fractional  whether they may lie between those of the training
 * @throws            `request_invalid` unless they descend within the training's scale
 */
export function checkTimesteps(
  timesteps: readonly number[],
  { numTrainTimesteps }: SchedulerSettings,
  fractional = false,
): number[] {
  const isSound = (value: number, i: number) =>
    (fractional || Number.isInteger(value)) && value >= 0 && value < (i === 0 ? numTrainTimesteps : at(timesteps, i - 1))
  if (timesteps.length > 0 && timesteps.every(isSound)) return [...timesteps]
  const kind = fractional ? 'numbers' : 'whole numbers'
  throw new EngineError('request_invalid', `timesteps must be ${kind} that descend from below ${numTrainTimesteps} to 0`)
}

/**
 * The schedule of schedulers that step in sigma (Euler and its relatives): Karras' levels span the run's first and last level.
 * With it comes `timestepOf`, which tells the timestep of levels in between.
 *
 * @throws `request_invalid` when timesteps are given together with Karras' levels
 */
export function buildSigmaSchedule(
  settings: SchedulerSettings,
  options: StartOptions,
): SigmaSchedule & { timestepOf(sigma: number): number } {
  const trainingSigmas = buildTrainingSigmas(settings)
  const logSigmas = trainingSigmas.map((sigma) => Math.fround(Math.log(sigma)))
  const timestepOf = (sigma: number) => sigmaToTimestep(sigma, logSigmas)
  if (options.sigmas !== undefined) {
    const given = options.sigmas.map(Math.fround)
    return { timesteps: given.slice(0, -1).map(timestepOf), sigmas: given, timestepOf }
  }
  if (options.timesteps !== undefined) refuseKarras(settings)

  let timesteps =
    options.timesteps === undefined
      ? spaceTimesteps(settings, options.steps, { fractional: true })
      : checkTimesteps(options.timesteps, settings, true).map(Math.fround)
  let sigmas =
    settings.interpolationType === 'log_linear'
      ? exponentialSigmas(at(logSigmas, 0), at(logSigmas, logSigmas.length - 1), options.steps + 1)
      : timesteps.map((timestep) => interpolate(trainingSigmas, timestep))
  if (settings.useKarrasSigmas) {
    const [largest, smallest] = [at(sigmas, 0), at(sigmas, sigmas.length - 1)]
    sigmas = karrasSigmas(settings.sigmaMin ?? smallest, settings.sigmaMax ?? largest, options.steps)
    timesteps = sigmas.map(timestepOf)
  }
  return { timesteps, sigmas: [...sigmas, finalSigma(settings, trainingSigmas)].map(Math.fround), timestepOf }
}

/**
 * The schedule of solvers that step in λ (DPM-Solver, DEIS, UniPC): whole timesteps, and Karras' levels that span the training's.
 *
 * @throws `request_invalid` when there are more steps than distinct noise levels, or timesteps come together with Karras' levels
 */
export function buildSolverSchedule(settings: SchedulerSettings, options: StartOptions): SigmaSchedule {
  const trainingSigmas = buildTrainingSigmas(settings)
  const [smallest, largest] = [at(trainingSigmas, 0), at(trainingSigmas, trainingSigmas.length - 1)]
  const logSigmas = trainingSigmas.map((sigma) => Math.fround(Math.log(sigma)))
  const timestepOf = (sigma: number) => roundHalfToEven(sigmaToTimestep(sigma, logSigmas))
  const steps = options.steps

  let timesteps: number[]
  let sigmas: number[]
  if (options.timesteps !== undefined) {
    refuseKarras(settings)
    timesteps = checkTimesteps(options.timesteps, settings)
    sigmas = timesteps.map((timestep) => at(trainingSigmas, timestep))
  } else if (settings.useKarrasSigmas) {
    sigmas = karrasSigmas(settings.sigmaMin ?? smallest, settings.sigmaMax ?? largest, steps)
    timesteps = sigmas.map(timestepOf)
  } else if (settings.useLuLambdas) {
    sigmas = exponentialSigmas(at(logSigmas, 0), at(logSigmas, logSigmas.length - 1), steps)
    timesteps = sigmas.map(timestepOf)
  } else {
    const clipped = trainingSigmas.filter((sigma) => -Math.log(sigma) < settings.lambdaMinClipped).length
    timesteps = spaceTimesteps(settings, steps, { leaveOutLast: true, reach: settings.numTrainTimesteps - clipped })
    sigmas = timesteps.map((timestep) => interpolate(trainingSigmas, timestep))
  }
  if (sigmas.some((sigma, i) => i > 0 && sigma >= at(sigmas, i - 1))) throw tooManySteps(steps, settings)
  return { timesteps, sigmas: [...sigmas, finalSigma(settings, trainingSigmas)].map(Math.fround) }
}

function refuseKarras(settings: SchedulerSettings): void {
  if (!settings.useKarrasSigmas && !settings.useLuLambdas) return
  throw new EngineError(
    'request_invalid',
    'timesteps of your own and Karras or Lu noise levels exclude each other: give a count of steps',
  )
}

function finalSigma({ finalSigmasType }: SchedulerSettings, trainingSigmas: readonly number[]): number {
  return finalSigmasType === 'zero' ? 0 : at(trainingSigmas, 0)
}

/** Settings that hold for schedulers of distilled models where a model states none: those of their teacher, Stable Diffusion. */
export const DISTILLED_DEFAULTS = {
  betaStart: 0.00085,
  betaEnd: 0.012,
  betaSchedule: 'scaled_linear',
  timestepSpacing: 'leading',
  setAlphaToOne: true,
} as const

/**
 * The schedule of distilled models: timesteps that the teacher was distilled on, the highest first and evenly picked.
 *
 * @param originalSteps  how many the teacher took
 * @throws               `model_incomplete` when those are more than training timesteps; `request_invalid` when there are more steps
 *                       than those, or timesteps are given that are not sound
 * @source               Luo et al. 2023 (arXiv:2310.04378), section 4.3
 */
export function buildDistilledTimesteps(originalSteps: number, settings: SchedulerSettings, options: StartOptions): number[] {
  if (options.timesteps !== undefined) return checkTimesteps(options.timesteps, settings)
  return pickTimesteps(spaceTeacherTimesteps(originalSteps, settings), options.steps)
}

function pickTimesteps(origin: readonly number[], steps: number): number[] {
  if (steps > origin.length) {
    throw new EngineError(
      'request_invalid',
      `${steps} steps are more than the ${origin.length} that the model was distilled on. Ask for at most ${origin.length}.`,
    )
  }
  return Array.from({ length: steps }, (_, i) => at(origin, Math.floor(i * (origin.length / steps))))
}

function spaceTeacherTimesteps(originalSteps: number, { numTrainTimesteps }: SchedulerSettings): number[] {
  const stride = Math.floor(numTrainTimesteps / originalSteps)
  if (stride < 1) {
    throw new EngineError(
      'model_incomplete',
      `original_inference_steps is ${originalSteps}, above num_train_timesteps (${numTrainTimesteps})`,
    )
  }
  return Array.from({ length: originalSteps }, (_, i) => (originalSteps - i) * stride - 1)
}

/**
 * The schedule of EDM's schedulers: noise levels of their own, and timesteps ¼ ln σ.
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), eq. 5 and table 1 (c_noise)
 */
export function buildEdmSchedule(settings: SchedulerSettings, steps: number): SigmaSchedule {
  const { sigmaMin, sigmaMax, sigmaSchedule, rho, finalSigmasType } = settings
  if (sigmaMin === null || sigmaMax === null)
    throw new EngineError('model_incomplete', 'an EDM scheduler needs sigma_min and sigma_max')
  const sigmas = (
    sigmaSchedule === 'karras'
      ? karrasSigmas(sigmaMin, sigmaMax, steps, rho)
      : exponentialSigmas(Math.log(sigmaMin), Math.log(sigmaMax), steps)
  ).map(Math.fround)
  return {
    timesteps: sigmas.map((sigma) => 0.25 * Math.log(sigma)),
    sigmas: [...sigmas, finalSigmasType === 'zero' ? 0 : Math.fround(sigmaMin)],
  }
}

/**
 * The noise levels of flow matching, 1 downwards and without the final 0: even steps, pushed towards noise.
 *
 *   σ' = s·σ/(1 + (s − 1)·σ)        s: `shift`, or e^mu with dynamic shifting
 *
 * @throws `request_invalid` when dynamic shifting lacks `mu`
 * @source Esser et al. 2024 (arXiv:2403.03206), eq. 23
 */
export function buildFlowSigmas(
  { shift, useDynamicShifting, numTrainTimesteps }: SchedulerSettings,
  options: StartOptions,
): number[] {
  if (useDynamicShifting && options.mu === undefined) {
    throw new EngineError(
      'request_invalid',
      'a flow model with dynamic shifting needs mu, the logarithm of the shift for the size of the picture',
    )
  }
  const shiftBy = (amount: number) => (sigma: number) => (amount * sigma) / (1 + (amount - 1) * sigma)
  // the reference shifts its lowest level once more when it lays out the steps
  const lowest = useDynamicShifting ? 1 / numTrainTimesteps : shiftBy(shift)(1 / numTrainTimesteps)
  const even = options.sigmas ?? linspace(1, Math.fround(lowest), options.steps)
  return even.map(shiftBy(useDynamicShifting ? Math.exp(options.mu ?? 0) : shift)).map(Math.fround)
}
