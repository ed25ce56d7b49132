import { type EnumOptions, enumField } from './enum.ts'
import type { Field } from './field.ts'

/** The schedulers by their names on the wire; `_k` means Karras sigmas. */
export const SCHEDULER_NAMES = [
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
  'er_sde',
  'unipc',
  'unipc_k',
  'lcm',
  'tcd',
] as const

/** A scheduler's name on the wire. */
export type SchedulerName = (typeof SCHEDULER_NAMES)[number]

/** The scheduler of a denoising run. */
export function schedulerField(options: EnumOptions<SchedulerName> = {}): Field<SchedulerName> {
  return enumField(SCHEDULER_NAMES, { default: 'euler', ...options }, { ui_type: 'SchedulerField' })
}
