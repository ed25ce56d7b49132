import { z } from 'zod'

const Share = z.number().min(0).max(1)

const Lora = z
  .object({
    model_name: z.string(),
    weight: z.number().min(-10).max(10).default(0.75),
    is_enabled: z.boolean().default(true),
  })
  .meta({ id: 'LoRARecallParameter' })

const range = { begin_step_percent: Share.nullish(), end_step_percent: Share.nullish() }

const ControlLayer = z
  .object({
    model_name: z.string(),
    image_name: z.string().nullish(),
    weight: z.number().min(-1).max(2).default(1),
    ...range,
    control_mode: z.enum(['balanced', 'more_prompt', 'more_control']).nullish(),
  })
  .meta({ id: 'ControlNetRecallParameter' })

const IpAdapter = z
  .object({
    model_name: z.string(),
    image_name: z.string().nullish(),
    weight: z.number().min(-1).max(2).default(1),
    ...range,
    method: z.enum(['full', 'style', 'composition']).nullish(),
    image_influence: z.enum(['lowest', 'low', 'medium', 'high', 'highest']).nullish(),
  })
  .meta({ id: 'IPAdapterRecallParameter' })

const ReferenceImage = z.object({ image_name: z.string() }).meta({ id: 'ReferenceImageRecallParameter' })

/** Settings that another program puts into the caller's page; unknown keys are refused. */
export type RecallParameters = z.infer<typeof RecallParameters>
export const RecallParameters = z
  .strictObject({
    positive_prompt: z.string().nullish(),
    negative_prompt: z.string().nullish(),
    model: z.string().nullish(),
    refiner_model: z.string().nullish(),
    vae_model: z.string().nullish(),
    scheduler: z.string().nullish(),
    steps: z.int().min(1).nullish(),
    refiner_steps: z.int().min(0).nullish(),
    cfg_scale: z.number().nullish(),
    cfg_rescale_multiplier: z.number().nullish(),
    refiner_cfg_scale: z.number().nullish(),
    guidance: z.number().nullish(),
    width: z.int().min(64).nullish(),
    height: z.int().min(64).nullish(),
    seed: z.int().min(0).nullish(),
    denoise_strength: Share.nullish(),
    refiner_denoise_start: Share.nullish(),
    clip_skip: z.int().min(0).nullish(),
    seamless_x: z.boolean().nullish(),
    seamless_y: z.boolean().nullish(),
    refiner_positive_aesthetic_score: z.number().nullish(),
    refiner_negative_aesthetic_score: z.number().nullish(),
    loras: z.array(Lora).nullish(),
    control_layers: z.array(ControlLayer).nullish(),
    ip_adapters: z.array(IpAdapter).nullish(),
    reference_images: z.array(ReferenceImage).nullish(),
  })
  .meta({ id: 'RecallParameter' })

/** What was stored for the caller's page. */
export type RecallResult = z.infer<typeof RecallResult>
export const RecallResult = z
  .object({
    status: z.enum(['success', 'no_parameters_provided']),
    queue_id: z.string().optional(),
    updated_count: z.int(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'RecallResult' })
