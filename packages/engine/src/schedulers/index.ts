import { EngineError } from '../errors.ts'
import { findCallRange } from './call-range.ts'
import { BASE_SETTINGS, parseSchedulerConfig } from './config.ts'
import { ddim } from './ddim.ts'
import { ddpm } from './ddpm.ts'
import { deis } from './deis.ts'
import { type DenoisedEstimate, estimateDenoised } from './denoised-estimate.ts'
import { dpmSolverMultistep, edmDpmSolverMultistep } from './dpm-multistep.ts'
import { dpmSolverSde } from './dpm-sde.ts'
import { dpmSolverSinglestep } from './dpm-singlestep.ts'
import { edmEuler, euler } from './euler.ts'
import { eulerAncestral } from './euler-ancestral.ts'
import { flowMatchEuler } from './flow-match-euler.ts'
import { flowMatchHeun } from './flow-match-heun.ts'
import { heun } from './heun.ts'
import { kdpm2, kdpm2Ancestral } from './kdpm2.ts'
import { lcm } from './lcm.ts'
import { lms } from './lms.ts'
import { pndm } from './pndm.ts'
import { tcd } from './tcd.ts'
import type { RunOptions, SchedulerConfig, SchedulerDefinition, SchedulerRun, SchedulerSettings } from './types.ts'
import { unipc } from './unipc.ts'

export { BASE_SETTINGS, parseSchedulerConfig } from './config.ts'
export type { DenoisedEstimate } from './denoised-estimate.ts'
export { levelFromAlphaBar, mixVelocity } from './math.ts'
export { buildAlphasCumprod, buildBetas } from './sigmas.ts'
export type {
  PredictionType,
  RunOptions,
  SchedulerConfig,
  SchedulerRun,
} from './types.ts'

/** The most steps of a run. */
export const MAX_STEPS = 1000

/** Names by which a scheduler is asked for; `_k` takes Karras' noise levels, `_a` adds ancestral noise. */
export const SCHEDULER_IDS = [
  'ddim',
  'ddpm',
  'deis',
  'deis_k',
  'lms',
  'lms_k',
  'pndm',
  'heun',
  'heun_k',
  'euler',
  'euler_k',
  'euler_a',
  'kdpm_2',
  'kdpm_2_k',
  'kdpm_2_a',
  'kdpm_2_a_k',
  'dpmpp_2s',
  'dpmpp_2s_k',
  'dpmpp_2m',
  'dpmpp_2m_k',
  'dpmpp_2m_sde',
  'dpmpp_2m_sde_k',
  'dpmpp_3m',
  'dpmpp_3m_k',
  'dpmpp_sde',
  'dpmpp_sde_k',
  'unipc',
  'unipc_k',
  'lcm',
  'tcd',
] as const

/** One of {@link SCHEDULER_IDS}. */
export type SchedulerId = (typeof SCHEDULER_IDS)[number]

/** A scheduler that people can choose. */
interface SchedulerEntry {
  readonly definition: SchedulerDefinition
  /** What the name promises, whatever the model's own settings. */
  readonly overrides: Partial<SchedulerSettings>
  /** The same algorithm for flow matching, where there is one. */
  readonly flow?: SchedulerDefinition
  /** The same algorithm for networks with EDM's preconditioning, where there is one. */
  readonly edm?: SchedulerDefinition
}

/** How a part of a run is to go. */
interface PartialRunOptions {
  /** Of the whole run. */
  readonly steps: number
  /** Fractions of the denoising, 0..1. */
  readonly denoisingStart: number
  readonly denoisingEnd: number
}

const even = { useKarrasSigmas: false } as const
const karras = { useKarrasSigmas: true } as const
const data = { algorithmType: 'dpmsolver++' } as const
const sde = { algorithmType: 'sde-dpmsolver++', solverOrder: 2 } as const
const multistep = { definition: dpmSolverMultistep, edm: edmDpmSolverMultistep } as const

/** All schedulers by name. */
const SCHEDULERS: Readonly<Record<SchedulerId, SchedulerEntry>> = {
  ddim: { definition: ddim, overrides: {} },
  ddpm: { definition: ddpm, overrides: {} },
  deis: { definition: deis, overrides: even },
  deis_k: { definition: deis, overrides: karras },
  lms: { definition: lms, overrides: even },
  lms_k: { definition: lms, overrides: karras },
  // the Runge-Kutta start would add nine calls to every picture and cannot begin late
  pndm: { definition: pndm, overrides: { skipPrkSteps: true } },
  heun: { definition: heun, overrides: even, flow: flowMatchHeun },
  heun_k: { definition: heun, overrides: karras },
  euler: { definition: euler, overrides: even, flow: flowMatchEuler, edm: edmEuler },
  euler_k: { definition: euler, overrides: karras },
  euler_a: { definition: eulerAncestral, overrides: {} },
  kdpm_2: { definition: kdpm2, overrides: even },
  kdpm_2_k: { definition: kdpm2, overrides: karras },
  kdpm_2_a: { definition: kdpm2Ancestral, overrides: even },
  kdpm_2_a_k: { definition: kdpm2Ancestral, overrides: karras },
  dpmpp_2s: { definition: dpmSolverSinglestep, overrides: { ...data, ...even, solverOrder: 2 } },
  dpmpp_2s_k: { definition: dpmSolverSinglestep, overrides: { ...data, ...karras, solverOrder: 2 } },
  dpmpp_2m: { ...multistep, overrides: { ...data, ...even, solverOrder: 2 } },
  dpmpp_2m_k: { definition: dpmSolverMultistep, overrides: { ...data, ...karras, solverOrder: 2 } },
  dpmpp_2m_sde: { ...multistep, overrides: { ...sde, ...even } },
  dpmpp_2m_sde_k: { definition: dpmSolverMultistep, overrides: { ...sde, ...karras } },
  dpmpp_3m: { ...multistep, overrides: { ...data, ...even, solverOrder: 3 } },
  dpmpp_3m_k: { definition: dpmSolverMultistep, overrides: { ...data, ...karras, solverOrder: 3 } },
  dpmpp_sde: { definition: dpmSolverSde, overrides: even },
  dpmpp_sde_k: { definition: dpmSolverSde, overrides: karras },
  unipc: { definition: unipc, overrides: even },
  unipc_k: { definition: unipc, overrides: karras },
  lcm: { definition: lcm, overrides: {} },
  tcd: { definition: tcd, overrides: {} },
}

/** Every algorithm, by the class that model folders name in `_class_name`. */
const DEFINITIONS: ReadonlyMap<string, SchedulerDefinition> = new Map(
  Object.values(SCHEDULERS)
    .flatMap(({ definition, flow, edm }) => [definition, flow, edm])
    .filter((definition) => definition !== undefined)
    .map((definition) => [definition.className, definition]),
)

/**
 * The scheduler that `name` means.
 *
 * @throws `request_invalid` for any other name; the message lists those that there are
 */
export function parseSchedulerId(name: unknown): SchedulerId {
  const known = SCHEDULER_IDS.find((id) => id === name)
  if (known !== undefined) return known
  if (name === 'er_sde') {
    throw new EngineError(
      'request_invalid',
      "the scheduler 'er_sde' is not available here: use 'dpmpp_2m_sde' or 'dpmpp_sde' instead",
    )
  }
  throw new EngineError('request_invalid', `there is no scheduler '${String(name)}': use one of ${SCHEDULER_IDS.join(', ')}`)
}

/**
 * A run of the scheduler that a person chose, on the noise schedule of the model at hand.
 *
 * @param modelConfig  the model's own settings, see {@link parseSchedulerConfig}
 * @throws             `request_invalid` when the scheduler does not go with the model's kind, or the length does not fit;
 *                     `model_incomplete` when the model's settings contradict each other
 */
export function startSchedulerRun(id: SchedulerId, modelConfig: SchedulerConfig, options: RunOptions): SchedulerRun {
  const entry = SCHEDULERS[parseSchedulerId(id)]
  const kind = kindOf(modelConfig)
  const definition = kind === 'discrete' ? entry.definition : entry[kind]
  if (definition === undefined) {
    const fitting = SCHEDULER_IDS.filter((other) => kind !== 'discrete' && SCHEDULERS[other][kind] !== undefined)
    throw new EngineError(
      'request_invalid',
      `the scheduler '${id}' does not go with this model: use one of ${fitting.join(', ')}`,
    )
  }
  return startRun(definition, { ...modelConfig, ...entry.overrides }, options)
}

/**
 * The part of such a run that lies between two fractions of the denoising, see {@link findCallRange}: its first call is the run's
 * own, and it goes to `endCall` (exclusive).
 *
 * @throws as {@link startSchedulerRun} and {@link findCallRange} do
 */
export function startPartialRun(
  id: SchedulerId,
  modelConfig: SchedulerConfig,
  { steps, denoisingStart, denoisingEnd }: PartialRunOptions,
): { run: SchedulerRun; endCall: number } {
  const whole = startSchedulerRun(id, modelConfig, { steps })
  const { firstCall, endCall } = findCallRange(whole, denoisingStart, denoisingEnd)
  return { run: { ...whole, firstCall }, endCall }
}

/**
 * A run of the algorithm that a model folder names, exactly as its settings say.
 *
 * @param className  the file's `_class_name`
 * @param config     the content of its `scheduler_config.json`
 * @throws           `model_incomplete` for an unknown class or settings that are not valid;
 *                   `request_invalid` when the length does not fit
 */
export function startRunByClass(className: string, config: unknown, options: RunOptions): SchedulerRun {
  const definition = DEFINITIONS.get(className)
  if (definition === undefined) {
    throw new EngineError(
      'model_incomplete',
      `the scheduler class ${className} is not known: known are ${[...DEFINITIONS.keys()].join(', ')}`,
    )
  }
  return startRun(definition, parseSchedulerConfig(config), options)
}

/** What a network's output says about the finished picture, for previews; for networks of the EDM kind only roughly. */
export function createDenoisedEstimate(modelConfig: SchedulerConfig): DenoisedEstimate {
  const settings = { ...BASE_SETTINGS, ...modelConfig }
  return estimateDenoised(kindOf(modelConfig) === 'flow' ? { ...settings, predictionType: 'flow' } : settings)
}

function kindOf({ className, predictionType }: SchedulerConfig): 'discrete' | 'flow' | 'edm' {
  if (predictionType === 'flow' || className?.startsWith('FlowMatch')) return 'flow'
  return className?.startsWith('EDM') ? 'edm' : 'discrete'
}

function startRun(
  definition: SchedulerDefinition,
  config: SchedulerConfig,
  { firstCall = 0, ...options }: RunOptions,
): SchedulerRun {
  const settings = { ...BASE_SETTINGS, ...definition.defaults, ...config, ...definition.fixed }
  if (settings.predictionType === 'flow' && definition.fixed?.predictionType !== 'flow') {
    throw new EngineError(
      'model_incomplete',
      `${definition.className} does not step along flows: use a scheduler for flow matching`,
    )
  }
  const run = definition.start(settings, { ...options, steps: checkLength(definition, options) })
  const isSound = firstCall === run.timesteps.length || (firstCall < run.timesteps.length && firstCall % run.order === 0)
  if (!Number.isInteger(firstCall) || firstCall < 0 || !isSound) {
    throw new EngineError('request_invalid', `a run of ${run.timesteps.length} calls cannot begin at call ${firstCall}`)
  }
  return {
    ...run,
    steps: options.steps ?? Math.ceil(run.timesteps.length / run.order),
    firstCall,
    numTrainTimesteps: settings.numTrainTimesteps,
  }
}

/** How many steps the options make, with exactly one way of saying so that the algorithm understands. */
function checkLength({ className, takes = [] }: SchedulerDefinition, { steps, timesteps, sigmas, eta = 0 }: RunOptions): number {
  const given = Object.entries({ timesteps, sigmas }).filter(([, list]) => list !== undefined)
  const refused = given.find(([name]) => !takes.some((taken) => taken === name))
  if (refused) throw new EngineError('request_invalid', `${className} takes no ${refused[0]} of your own: give a count of steps`)
  if (given.length + (steps === undefined ? 0 : 1) !== 1) {
    throw new EngineError('request_invalid', 'a run needs exactly one of steps, timesteps and sigmas')
  }
  const count = steps ?? timesteps?.length ?? sigmas?.length ?? 0
  if (!Number.isInteger(count) || count < 1 || count > MAX_STEPS) {
    throw new EngineError('request_invalid', `steps are a whole number from 1 to ${MAX_STEPS}, not ${count}`)
  }
  if (!(eta >= 0 && eta <= 1)) throw new EngineError('request_invalid', `eta lies in 0..1, not at ${eta}`)
  return count
}
