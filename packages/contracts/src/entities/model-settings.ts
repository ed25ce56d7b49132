import { z } from 'zod'
import { SCHEDULER_NAMES } from './scheduler-name.ts'

/** A scheduler, by its name on the wire. */
export type SchedulerName = z.infer<typeof SchedulerName>
export const SchedulerName = z.enum(SCHEDULER_NAMES)

const Side = z.int().min(64).multipleOf(8)

/** What a main model is best used with; null leaves it to the person. */
export type MainModelSettings = z.infer<typeof MainModelSettings>
export const MainModelSettings = z
  .strictObject({
    /** key of an autoencoder */
    vae: z.string().nullish(),
    vae_precision: z.enum(['fp16', 'fp32']).nullish(),
    scheduler: SchedulerName.nullish(),
    steps: z.int().min(1).nullish(),
    cfg_scale: z.number().min(1).nullish(),
    cfg_rescale_multiplier: z.number().min(0).lt(1).nullish(),
    width: Side.nullish(),
    height: Side.nullish(),
    guidance: z.number().min(1).nullish(),
    cpu_only: z.boolean().nullish(),
    fp8_storage: z.boolean().nullish(),
  })
  .meta({ id: 'MainModelDefaultSettings' })

/** How strong a LoRA is best used; the range is -1 to 2 where it is not said. */
export type LoraSettings = z.infer<typeof LoraSettings>
export const LoraSettings = z
  .strictObject({ weight: z.number().nullish(), weight_min: z.number().nullish(), weight_max: z.number().nullish() })
  .refine(({ weight, weight_min, weight_max }) => {
    const [min, max] = [weight_min ?? -1, weight_max ?? 2]
    return min < max && (typeof weight !== 'number' || (weight >= min && weight <= max))
  }, 'weight_min must be below weight_max, and weight between them')
  .meta({ id: 'LoraModelDefaultSettings' })

/** What a control adapter is best used with. */
export type ControlAdapterSettings = z.infer<typeof ControlAdapterSettings>
export const ControlAdapterSettings = z
  .strictObject({ preprocessor: z.string().nullish(), fp8_storage: z.boolean().nullish() })
  .meta({ id: 'ControlAdapterDefaultSettings' })

const Count = z.int().min(1)

/** What an external image generator is best used with. */
export type ExternalModelSettings = z.infer<typeof ExternalModelSettings>
export const ExternalModelSettings = z
  .strictObject({ width: Count.nullish(), height: Count.nullish(), num_images: Count.nullish() })
  .meta({ id: 'ExternalApiModelDefaultSettings' })

/** The default settings of any kind of model; which kind a model takes, its type says. */
export type ModelSettings = z.infer<typeof ModelSettings>
export const ModelSettings = z.union([MainModelSettings, LoraSettings, ControlAdapterSettings, ExternalModelSettings])
