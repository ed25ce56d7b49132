import { z } from 'zod'
import { EngineError } from '../errors.ts'
import type { SchedulerConfig, SchedulerSettings } from './types.ts'

/** Settings that hold where neither a model nor an algorithm states others. */
export const BASE_SETTINGS: SchedulerSettings = {
  numTrainTimesteps: 1000,
  betaStart: 0.0001,
  betaEnd: 0.02,
  betaSchedule: 'linear',
  trainedBetas: null,
  rescaleBetasZeroSnr: false,
  predictionType: 'epsilon',
  timestepSpacing: 'linspace',
  stepsOffset: 0,
  clipSample: false,
  clipSampleRange: 1,
  thresholding: false,
  dynamicThresholdingRatio: 0.995,
  sampleMaxValue: 1,
  setAlphaToOne: false,
  varianceType: 'fixed_small',
  useKarrasSigmas: false,
  useLuLambdas: false,
  sigmaMin: null,
  sigmaMax: null,
  finalSigmasType: 'zero',
  interpolationType: 'linear',
  timestepType: 'discrete',
  lambdaMinClipped: Number.NEGATIVE_INFINITY,
  solverOrder: 2,
  algorithmType: 'dpmsolver++',
  solverType: 'midpoint',
  lowerOrderFinal: true,
  eulerAtFinal: false,
  predictX0: true,
  disableCorrector: [],
  skipPrkSteps: false,
  originalInferenceSteps: 50,
  timestepScaling: 10,
  sigmaData: 0.5,
  sigmaSchedule: 'karras',
  rho: 7,
  shift: 1,
  useDynamicShifting: false,
}

/** More training timesteps than any model has; keeps a hostile file from filling memory. */
const MOST_TIMESTEPS = 100_000

const beta = z.number().gt(0).lt(1)
const share = z.number().min(0).max(1)

/** Names that older and newer files use for a prediction type. */
const predictionType = z
  .enum(['epsilon', 'v_prediction', 'sample', 'original_sample', 'flow_prediction'])
  .transform((name) => (name === 'original_sample' ? 'sample' : name === 'flow_prediction' ? 'flow' : name))

/** The shape of each setting; keys as {@link SchedulerSettings} names them. */
const settingsSchema = z
  .object({
    numTrainTimesteps: z.int().min(2).max(MOST_TIMESTEPS),
    betaStart: beta,
    betaEnd: beta,
    betaSchedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2', 'sigmoid', 'exp']),
    trainedBetas: z.array(beta).max(MOST_TIMESTEPS),
    rescaleBetasZeroSnr: z.boolean(),
    predictionType,
    timestepSpacing: z.enum(['leading', 'linspace', 'trailing']),
    stepsOffset: z.int().min(0),
    clipSample: z.boolean(),
    clipSampleRange: z.number().gt(0),
    thresholding: z.boolean(),
    dynamicThresholdingRatio: share,
    sampleMaxValue: z.number().gt(0),
    setAlphaToOne: z.boolean(),
    varianceType: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log', 'learned', 'learned_range']),
    useKarrasSigmas: z.boolean(),
    useLuLambdas: z.boolean(),
    sigmaMin: z.number().gt(0),
    sigmaMax: z.number().gt(0),
    finalSigmasType: z.enum(['zero', 'sigma_min']),
    interpolationType: z.enum(['linear', 'log_linear']),
    timestepType: z.enum(['discrete', 'continuous']),
    lambdaMinClipped: z.number().or(z.literal(Number.NEGATIVE_INFINITY)),
    solverOrder: z.int().min(1).max(10),
    algorithmType: z.enum(['dpmsolver', 'dpmsolver++', 'sde-dpmsolver', 'sde-dpmsolver++', 'deis']),
    solverType: z.enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2']),
    lowerOrderFinal: z.boolean(),
    eulerAtFinal: z.boolean(),
    predictX0: z.boolean(),
    disableCorrector: z.array(z.int().min(0)).max(MOST_TIMESTEPS),
    skipPrkSteps: z.boolean(),
    originalInferenceSteps: z.int().min(1),
    timestepScaling: z.number().gt(0),
    sigmaData: z.number().gt(0),
    sigmaSchedule: z.enum(['karras', 'exponential']),
    rho: z.number().gt(0),
    shift: z.number().gt(0),
    useDynamicShifting: z.boolean(),
    className: z.string(),
  })
  .partial()

/**
 * The settings that a model's `scheduler_config.json` states. Keys that no scheduler knows are ignored, and so are those that are
 * null: they stand for the default.
 *
 * @param json  the file's content, parsed as JSON and otherwise untrusted
 * @throws      `model_incomplete` when it is no object, or a value is of the wrong type or out of range (the message names it)
 */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new EngineError('model_incomplete', 'a scheduler_config.json holds one JSON object')
  }
  const stated = Object.entries(json).filter(([, value]) => value !== null && value !== undefined)
  const result = settingsSchema.safeParse(Object.fromEntries(stated.map(([key, value]) => [toCamelCase(key), value])))
  // undefined was left out above, so every key that is there has a value
  if (result.success) return result.data as SchedulerConfig

  const [issue] = result.error.issues
  const key = stated.map(([name]) => name).find((name) => toCamelCase(name) === issue?.path[0])
  throw new EngineError(
    'model_incomplete',
    `scheduler_config.json: ${key ?? 'a value'} is not valid: ${issue?.message ?? 'wrong type'}`,
  )
}

/** `beta_start` becomes `betaStart`; `_class_name` becomes `className`. */
function toCamelCase(key: string): string {
  return key.replace(/^_/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
