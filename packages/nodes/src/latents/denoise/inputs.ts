import {
  booleanField,
  conditioningField,
  controlField,
  denoiseMaskField,
  type FieldValues,
  floatField,
  integerField,
  ipAdapterField,
  latentsField,
  oneOrMany,
  optional,
  schedulerField,
  t2iAdapterField,
  unetField,
} from '@bottega/graph'

const connected = { input: 'connection' } as const
const share = (value: number, description: string) => floatField({ default: value, min: 0, max: 1, description })

/** What the denoiser takes. */
export const denoiseInputs = {
  positive_conditioning: oneOrMany(conditioningField({ ...connected, uiOrder: 0, description: 'What the picture shows' })),
  negative_conditioning: oneOrMany(conditioningField({ ...connected, uiOrder: 1, description: 'What it does not show' })),
  noise: optional(latentsField({ ...connected, uiOrder: 3, description: 'The noise to begin with' })),
  steps: integerField({ default: 10, exclusiveMin: 0, description: 'Number of steps' }),
  cfg_scale: oneOrMany(
    floatField({
      default: 7.5,
      title: 'CFG Scale',
      description: 'How strongly the prompts guide, 1 or more; one for all steps or one a step',
    }),
  ),
  denoising_start: share(0, 'Share of the schedule to leave out at its beginning'),
  denoising_end: share(1, 'Share of the schedule to end at'),
  scheduler: schedulerField({ description: 'The scheduler' }),
  unet: unetField({ ...connected, uiOrder: 2, description: 'The U-Net' }),
  control: optional(oneOrMany(controlField({ ...connected, uiOrder: 5, description: 'ControlNets' }))),
  ip_adapter: optional(oneOrMany(ipAdapterField({ ...connected, title: 'IP-Adapter', uiOrder: 6, description: 'IP-Adapters' }))),
  t2i_adapter: optional(
    oneOrMany(t2iAdapterField({ ...connected, title: 'T2I-Adapter', uiOrder: 7, description: 'T2I-Adapters' })),
  ),
  cfg_rescale_multiplier: floatField({
    default: 0,
    min: 0,
    exclusiveMax: 1,
    title: 'CFG Rescale Multiplier',
    description: 'Share of the rescale that keeps strong guidance from overexposing',
  }),
  hidiffusion: booleanField({ default: false, title: 'HiDiffusion', description: 'Not available here' }),
  hidiffusion_raunet: booleanField({ default: true, title: 'HiDiffusion: RAU-Net', description: 'Part of HiDiffusion' }),
  hidiffusion_window_attn: booleanField({
    default: true,
    title: 'HiDiffusion: Window Attention',
    description: 'Part of HiDiffusion',
  }),
  hidiffusion_t1_ratio: floatField({
    default: 0.4,
    min: 0,
    max: 1,
    title: 'HiDiffusion: T1 Ratio',
    description: 'Part of HiDiffusion',
  }),
  hidiffusion_t2_ratio: floatField({
    default: 0,
    min: 0,
    max: 1,
    title: 'HiDiffusion: T2 Ratio',
    description: 'Part of HiDiffusion',
  }),
  latents: optional(latentsField({ ...connected, uiOrder: 4, description: 'The latents to begin with' })),
  denoise_mask: optional(denoiseMaskField({ ...connected, uiOrder: 8, description: 'What of the latents to keep' })),
}

/** What the denoiser is given. */
export type DenoiseInputs = FieldValues<typeof denoiseInputs>

/**
 * Why the denoiser cannot do what is written for it, as a sentence; undefined when it can. Values that are not known yet are
 * left out.
 */
export function checkDenoiseInputs({
  cfg_scale,
  steps,
  denoising_start,
  denoising_end,
  scheduler,
  hidiffusion,
}: Partial<DenoiseInputs>) {
  const scales = typeof cfg_scale === 'number' ? [cfg_scale] : (cfg_scale ?? [])
  const weak = scales.find((scale) => scale < 1)
  if (weak !== undefined) return `cfg_scale is ${weak}; it has to be 1 or more`
  if (typeof cfg_scale === 'object' && steps !== undefined && scales.length !== steps) {
    return `cfg_scale has ${scales.length} values for ${steps} steps; give one, or one a step`
  }
  if (denoising_start !== undefined && denoising_end !== undefined && denoising_start > denoising_end) {
    return `denoising_start ${denoising_start} lies behind denoising_end ${denoising_end}`
  }
  // its name is on the wire, its algorithm is not in the engine
  if (scheduler === 'er_sde') return 'the scheduler er_sde is not available here; take dpmpp_2m_sde or dpmpp_sde'
  if (hidiffusion) return 'HiDiffusion is not available here; switch it off'
  return undefined
}
