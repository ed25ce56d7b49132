import type { NoiseSource, Tensor } from '../tensor/index.ts'

/*
 * Terms of this room (glossary in docs/glossary.md):
 *
 * - scheduler  a sampling algorithm with its step rule
 * - run        one use of a scheduler: so many steps over one picture, with whatever the algorithm remembers between calls
 * - step       index in the denoise loop, 0-based; `steps` is the count that a person asks for
 * - call       one evaluation of the network. Most schedulers make one call a step; two-stage ones make two, PNDM repeats one
 * - timestep   the number that the network is conditioned on, on the scale of the training (0..999), fractions allowed
 * - sigma      noise level: k-diffusion scale for epsilon and v families, 0..1 for flow matching
 * - ᾱ          share of the signal's variance that is left at a timestep, 1 (clean) to 0 (noise); `alphasCumprod` in code
 * - λ          half the log signal-to-noise ratio, ln(α/σ); solvers of the DPM kind step in it
 * - reference  Hugging Face diffusers 0.30, whose numbers ours equal within rounding
 */

/** What the network predicts. */
export type PredictionType = 'epsilon' | 'v_prediction' | 'sample' | 'flow'

/** How the steps are laid over the timesteps of the training (arXiv:2305.08891, table 2). */
export type TimestepSpacing = 'leading' | 'linspace' | 'trailing'

/** Which stochastic or deterministic equation a DPM solver follows, and whether it extrapolates noise or data (`++`). */
export type SolverAlgorithm = 'dpmsolver' | 'dpmsolver++' | 'sde-dpmsolver' | 'sde-dpmsolver++'

/**
 * Every setting of every scheduler, named as in a model's `scheduler_config.json` (but camelCase). A scheduler reads those it
 * knows. Defaults differ between algorithms: see {@link SchedulerDefinition.defaults}.
 */
export interface SchedulerSettings {
  readonly numTrainTimesteps: number
  readonly betaStart: number
  readonly betaEnd: number
  readonly betaSchedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2' | 'sigmoid' | 'exp'
  /** One beta a training timestep; takes precedence over the schedule. */
  readonly trainedBetas: readonly number[] | null
  /** Whether the betas are bent so that the last timestep is pure noise (arXiv:2305.08891, algorithm 1). */
  readonly rescaleBetasZeroSnr: boolean
  readonly predictionType: PredictionType
  readonly timestepSpacing: TimestepSpacing
  /** Added to every timestep of `leading` spacing. */
  readonly stepsOffset: number

  /** Whether the predicted clean latents are limited to ±`clipSampleRange`. */
  readonly clipSample: boolean
  readonly clipSampleRange: number
  /** Whether they are limited to a quantile of themselves instead (Imagen, arXiv:2205.11487, section 2.3). */
  readonly thresholding: boolean
  readonly dynamicThresholdingRatio: number
  readonly sampleMaxValue: number

  /** Whether the step after the last timestep ends at ᾱ = 1, not at the ᾱ of timestep 0. */
  readonly setAlphaToOne: boolean
  readonly varianceType: 'fixed_small' | 'fixed_small_log' | 'fixed_large' | 'fixed_large_log' | 'learned' | 'learned_range'

  readonly useKarrasSigmas: boolean
  readonly useLuLambdas: boolean
  /** Bounds of Karras' and EDM's noise levels; null takes those of the training. */
  readonly sigmaMin: number | null
  readonly sigmaMax: number | null
  readonly finalSigmasType: 'zero' | 'sigma_min'
  readonly interpolationType: 'linear' | 'log_linear'
  /** `continuous` conditions a v-predicting network on ¼ ln σ. */
  readonly timestepType: 'discrete' | 'continuous'
  /** Timesteps of a smaller λ are left out; -Infinity keeps all. */
  readonly lambdaMinClipped: number

  readonly solverOrder: number
  readonly algorithmType: SolverAlgorithm | 'deis'
  readonly solverType: 'midpoint' | 'heun' | 'logrho' | 'bh1' | 'bh2'
  readonly lowerOrderFinal: boolean
  readonly eulerAtFinal: boolean
  /** UniPC: extrapolate data, not noise. */
  readonly predictX0: boolean
  /** UniPC: calls after which the corrector rests. */
  readonly disableCorrector: readonly number[]
  readonly skipPrkSteps: boolean

  /** LCM and TCD: steps of the teacher's schedule, of which a run takes some. */
  readonly originalInferenceSteps: number
  readonly timestepScaling: number

  readonly sigmaData: number
  readonly sigmaSchedule: 'karras' | 'exponential'
  readonly rho: number

  /** Flow matching: how far the noise levels are pushed towards noise; 1 leaves them even. */
  readonly shift: number
  /** Flow matching: the push depends on the picture's size and comes with the run, as `mu`. */
  readonly useDynamicShifting: boolean
}

/** The settings that a model states. What it leaves out, each scheduler fills in with its own default. */
export type SchedulerConfig = Partial<SchedulerSettings> & {
  /** Name of the class in diffusers that the file was written by. */
  readonly className?: string
}

/** How one run is to go. The length comes from exactly one of `steps`, `timesteps` and `sigmas`. */
export interface RunOptions {
  /** Whole number from 1 to `MAX_STEPS`. */
  readonly steps?: number
  /** Timesteps to visit, descending, in place of a spacing; few schedulers take them. */
  readonly timesteps?: readonly number[]
  /** Noise levels to visit, descending: for Euler with the final one, for flow matching without and before the shift. */
  readonly sigmas?: readonly number[]
  /** Call at which the run begins; 0 when not given. */
  readonly firstCall?: number
  /** Flow matching with dynamic shifting: logarithm of the shift. */
  readonly mu?: number
  /** DDIM: share of DDPM's noise, 0 (default) to 1. TCD: share of the way that is noised again (γ), default 0.3. */
  readonly eta?: number
  /** DDIM: derive the noise anew from the clipped prediction (GLIDE). */
  readonly useClippedModelOutput?: boolean
  /** LMS: how many slopes to extrapolate from, default 4. */
  readonly order?: number
  /** LCM and TCD: steps of the teacher, in place of the model's. */
  readonly originalInferenceSteps?: number
  /** Churn of arXiv:2206.00364, algorithm 2: amount (default 0), the noise levels that it acts between, and its scale. */
  readonly sChurn?: number
  readonly sTmin?: number
  readonly sTmax?: number
  /** Factor on the noise of churn and of DPM++ SDE, default 1. */
  readonly sNoise?: number
}

/** One call's input to {@link SchedulerRun.step}. */
export interface StepInput {
  /** Index of this call, `firstCall` ≤ call < `timesteps.length`; calls come in order. */
  readonly call: number
  /** What the network predicted, guidance applied; shaped as `sample`, with twice its channels where it predicts variances. */
  readonly modelOutput: Tensor
  /** Latents before this call, as the previous call returned them. */
  readonly sample: Tensor
  /** Draws the unit noise of this call; asked only by stochastic schedulers, at most once a call. */
  readonly drawNoise: NoiseSource
}

/** One use of a scheduler. Stateful: a run belongs to one picture (or one batch) and is not used again. */
export interface SchedulerRun {
  /** The count of steps that was asked for, or that the given timesteps make. */
  readonly steps: number
  /** Calls that make up one step: 2 for two-stage schedulers, else 1. */
  readonly order: 1 | 2
  /** Timestep of every call of the whole run, also of those before `firstCall`. */
  readonly timesteps: readonly number[]
  /**
   * Noise level at every boundary of calls, where the algorithm works with them. A two-stage scheduler lists the level of a step
   * for both of its calls. The list may go on with more zeros than the run needs.
   */
  readonly sigmas: readonly number[] | undefined
  /** Factor by which unit noise becomes the latents of the very first call. */
  readonly initNoiseSigma: number
  /** Where this run begins: 0 for text to image, later for image to image. */
  readonly firstCall: number
  /** The length of the scale that `timesteps` are on. */
  readonly numTrainTimesteps: number
  /** What the network gets to see: `sample` scaled for this call. */
  scaleInput(sample: Tensor, call: number): Tensor
  /** Advances the latents by one call and returns them newly allocated. */
  step(input: StepInput): Tensor
  /** Clean latents brought to the noise level of `call`. */
  addNoise(original: Tensor, noise: Tensor, call: number): Tensor
}

/** The part of a run that an algorithm supplies; the registry adds what is the same for all. */
export type AlgorithmRun = Omit<SchedulerRun, 'steps' | 'firstCall' | 'numTrainTimesteps'>

/** What an algorithm is told of a run: its length is known, and where it begins is not its matter. */
export type StartOptions = Omit<RunOptions, 'firstCall'> & { readonly steps: number }

/** One sampling algorithm. */
export interface SchedulerDefinition {
  /** Its class in diffusers, by which model folders name it. */
  readonly className: string
  /** Settings that hold where a model states none. */
  readonly defaults: Partial<SchedulerSettings>
  /** Settings that the algorithm has no choice in, whatever a model states. */
  readonly fixed?: Partial<SchedulerSettings>
  /** Which of the run's own schedules it takes, besides a count of steps. */
  readonly takes?: readonly ('timesteps' | 'sigmas')[]
  /**
   * @throws `model_incomplete` when settings contradict each other, `request_invalid` when the run's length does not fit them
   */
  start(settings: SchedulerSettings, options: StartOptions): AlgorithmRun
}
