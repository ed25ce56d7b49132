import { EngineError } from '../errors.ts'
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

export { findCallRange } from './call-range.ts'
export { BASE_SETTINGS, parseSchedulerConfig } from './config.ts'
export type { DenoisedEstimate } from './denoised-estimate.ts'
export { levelFromAlphaBar, mixVelocity } from './math.ts'
export { buildAlphasCumprod, buildBetas } from './sigmas.ts'
export type {
  PredictionType,
  RunOptions,
  SchedulerConfig,
  SchedulerDefinition,
  SchedulerRun,
  SchedulerSettings,
} from './types.ts'

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
export interface SchedulerEntry {
  /** How it is called towards people. */
  readonly title: string
  readonly definition: SchedulerDefinition
  /** What the name promises, whatever the model's own settings. */
  readonly overrides: Partial<SchedulerSettings>
  /** The same algorithm for flow matching, where there is one. */
  readonly flow?: SchedulerDefinition
  /** The same algorithm for networks with EDM's preconditioning, where there is one. */
  readonly edm?: SchedulerDefinition
}

const even = { useKarrasSigmas: false } as const
const karras = { useKarrasSigmas: true } as const
const data = { algorithmType: 'dpmsolver++' } as const
const sde = { algorithmType: 'sde-dpmsolver++', solverOrder: 2 } as const
const multistep = { definition: dpmSolverMultistep, edm: edmDpmSolverMultistep } as const

/** All schedulers by name. */
export const SCHEDULERS: Readonly<Record<SchedulerId, SchedulerEntry>> = {
  ddim: { title: 'DDIM', definition: ddim, overrides: {} },
  ddpm: { title: 'DDPM', definition: ddpm, overrides: {} },
  deis: { title: 'DEIS', definition: deis, overrides: even },
  deis_k: { title: 'DEIS Karras', definition: deis, overrides: karras },
  lms: { title: 'LMS', definition: lms, overrides: even },
  lms_k: { title: 'LMS Karras', definition: lms, overrides: karras },
  // the Runge-Kutta start would add nine calls to every picture and cannot begin late
  pndm: { title: 'PNDM', definition: pndm, overrides: { skipPrkSteps: true } },
  heun: { title: 'Heun', definition: heun, overrides: even, flow: flowMatchHeun },
  heun_k: { title: 'Heun Karras', definition: heun, overrides: karras },
  euler: { title: 'Euler', definition: euler, overrides: even, flow: flowMatchEuler, edm: edmEuler },
  euler_k: { title: 'Euler Karras', definition: euler, overrides: karras },
  euler_a: { title: 'Euler Ancestral', definition: eulerAncestral, overrides: {} },
  kdpm_2: { title: 'KDPM 2', definition: kdpm2, overrides: even },
  kdpm_2_k: { title: 'KDPM 2 Karras', definition: kdpm2, overrides: karras },
  kdpm_2_a: { title: 'KDPM 2 Ancestral', definition: kdpm2Ancestral, overrides: even },
  kdpm_2_a_k: { title: 'KDPM 2 Ancestral Karras', definition: kdpm2Ancestral, overrides: karras },
  dpmpp_2s: { title: 'DPM++ 2S', definition: dpmSolverSinglestep, overrides: { ...data, ...even, solverOrder: 2 } },
  dpmpp_2s_k: { title: 'DPM++ 2S Karras', definition: dpmSolverSinglestep, overrides: { ...data, ...karras, solverOrder: 2 } },
  dpmpp_2m: { title: 'DPM++ 2M', ...multistep, overrides: { ...data, ...even, solverOrder: 2 } },
  dpmpp_2m_k: { title: 'DPM++ 2M Karras', definition: dpmSolverMultistep, overrides: { ...data, ...karras, solverOrder: 2 } },
  dpmpp_2m_sde: { title: 'DPM++ 2M SDE', ...multistep, overrides: { ...sde, ...even } },
  dpmpp_2m_sde_k: { title: 'DPM++ 2M SDE Karras', definition: dpmSolverMultistep, overrides: { ...sde, ...karras } },
  dpmpp_3m: { title: 'DPM++ 3M', ...multistep, overrides: { ...data, ...even, solverOrder: 3 } },
  dpmpp_3m_k: { title: 'DPM++ 3M Karras', definition: dpmSolverMultistep, overrides: { ...data, ...karras, solverOrder: 3 } },
  dpmpp_sde: { title: 'DPM++ SDE', definition: dpmSolverSde, overrides: even },
  dpmpp_sde_k: { title: 'DPM++ SDE Karras', definition: dpmSolverSde, overrides: karras },
  unipc: { title: 'UniPC', definition: unipc, overrides: even },
  unipc_k: { title: 'UniPC Karras', definition: unipc, overrides: karras },
  lcm: { title: 'LCM', definition: lcm, overrides: {} },
  tcd: { title: 'TCD', definition: tcd, overrides: {} },
}

/** Every algorithm, by the class that model folders name in `_class_name`. */
const DEFINITIONS: ReadonlyMap<string, SchedulerDefinition> = new Map(
  Object.values(SCHEDULERS)
    .flatMap(({ definition, flow, edm }) => [definition, flow, edm])
    .filter((definition) => definition !== undefined)
    .map((definition) => [definition.className, definition]),
)

/** Whether `name` is one of {@link SCHEDULER_IDS}. */
export function isSchedulerId(name: unknown): name is SchedulerId {
  return SCHEDULER_IDS.some((id) => id === name)
}

/**
 * The scheduler that `name` means.
 *
 * @throws `request_invalid` for any other name; the message lists those that there are
 */
export function parseSchedulerId(name: unknown): SchedulerId {
  if (isSchedulerId(name)) return name
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

function startRun(definition: SchedulerDefinition, config: SchedulerConfig, options: RunOptions): SchedulerRun {
  const settings = { ...BASE_SETTINGS, ...definition.defaults, ...config, ...definition.fixed }
  if (settings.predictionType === 'flow' && definition.fixed?.predictionType !== 'flow') {
    throw new EngineError(
      'model_incomplete',
      `${definition.className} does not step along flows: use a scheduler for flow matching`,
    )
  }
  const run = definition.start(settings, { ...options, steps: checkLength(definition, options) })
  const { firstCall = 0 } = options
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
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw new EngineError('request_invalid', `steps are a whole number from 1 to 1000, not ${count}`)
  }
  if (!(eta >= 0 && eta <= 1)) throw new EngineError('request_invalid', `eta lies in 0..1, not at ${eta}`)
  return count
}
