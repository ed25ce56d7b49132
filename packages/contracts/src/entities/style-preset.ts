import { z } from 'zod'
import { ownership } from './ownership.ts'

/** Whose a preset is: a user's, or one that comes with the program. */
export type PresetType = z.infer<typeof PresetType>
export const PresetType = z.enum(['user', 'default']).meta({ id: 'PresetType' })

/** Two prompts to wrap around the user's; `{prompt}` marks where that goes. */
export type PresetData = z.infer<typeof PresetData>
export const PresetData = z.object({ positive_prompt: z.string(), negative_prompt: z.string() }).meta({ id: 'PresetData' })

/** A style that can be put on a prompt. */
export type StylePreset = z.infer<typeof StylePreset>
export const StylePreset = z
  .object({
    id: z.string(),
    name: z.string(),
    type: PresetType,
    preset_data: PresetData,
    is_public: z.boolean(),
    user_id: z.string(),
    /** address of its picture */
    image: z.string().nullable(),
    ...ownership,
  })
  .meta({ id: 'StylePresetRecordWithImage' })

/** The JSON in the form field `data` of a new preset. */
export type NewStylePreset = z.infer<typeof NewStylePreset>
export const NewStylePreset = z.object({
  name: z.string(),
  positive_prompt: z.string(),
  negative_prompt: z.string(),
  type: PresetType,
  is_public: z.boolean().default(false),
})

/** The JSON in the form field `data` of a change: what is left out stays. */
export type StylePresetChanges = z.infer<typeof StylePresetChanges>
export const StylePresetChanges = z.object({
  name: z.string().optional(),
  positive_prompt: z.string().optional(),
  negative_prompt: z.string().optional(),
  type: PresetType.optional(),
  is_public: z.boolean().optional(),
})
