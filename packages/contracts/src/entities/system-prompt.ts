import { z } from 'zod'
import { ownership } from './ownership.ts'
import { UtcText } from './time.ts'

const Text = z.string().min(1)

/** An instruction for a language model. */
export type SystemPrompt = z.infer<typeof SystemPrompt>
export const SystemPrompt = z
  .object({
    id: z.string(),
    name: z.string(),
    content: z.string(),
    user_id: z.string(),
    is_public: z.boolean(),
    created_at: UtcText,
    updated_at: UtcText,
    ...ownership,
  })
  .meta({ id: 'SystemPromptRecordDTO' })

/** A new instruction. */
export type NewSystemPrompt = z.infer<typeof NewSystemPrompt>
export const NewSystemPrompt = z.strictObject({ name: Text, content: Text }).meta({ id: 'SystemPromptWithoutId' })

/** What may be changed on an instruction. */
export type SystemPromptChanges = z.infer<typeof SystemPromptChanges>
export const SystemPromptChanges = z
  .strictObject({ name: Text.nullish(), content: Text.nullish(), is_public: z.boolean().nullish() })
  .meta({ id: 'SystemPromptChanges' })
