import { z } from 'zod'
import { SchedulerName } from './model-settings.ts'

/** What a person may ask of a model that can paint here: forms show the controls that it names, within its limits. */
export type ModelSupport = z.infer<typeof ModelSupport>
export const ModelSupport = z
  .object({
    text_to_image: z.boolean(),
    image_to_image: z.boolean(),
    /** a part of a picture painted anew, by a mask */
    inpaint: z.boolean(),
    negative_prompt: z.boolean(),
    /** the most layers that may be left out at the end of the text encoder; null where there is nothing to leave out */
    clip_skip: z.object({ max: z.int() }).nullable(),
    guidance: z.object({ min: z.number(), max: z.number().optional() }),
    guidance_rescale: z.boolean(),
    /** pictures that go on at their opposite edge */
    seamless: z.boolean(),
    /** another autoencoder of the same base may be chosen */
    vae: z.boolean(),
    schedulers: z.array(SchedulerName),
    steps: z.object({ min: z.int(), max: z.int() }),
    size: z.object({
      /** of a side, in pixels */
      min: z.int(),
      max: z.int(),
      multiple_of: z.int(),
      /** what it is best at */
      native: z.object({ width: z.int(), height: z.int() }),
    }),
  })
  .meta({ id: 'ModelSupport' })

/** What a form begins with: the settings of the model's record, and where those say nothing what is usual for its family. */
export type ModelDefaults = z.infer<typeof ModelDefaults>
export const ModelDefaults = z
  .object({ width: z.int(), height: z.int(), steps: z.int(), cfg_scale: z.number(), scheduler: SchedulerName })
  .meta({ id: 'ModelDefaults' })
