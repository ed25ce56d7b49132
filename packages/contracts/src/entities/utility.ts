import { z } from 'zod'

/** A prompt with variants in braces, to be written out. */
export type DynamicPromptsRequest = z.infer<typeof DynamicPromptsRequest>
export const DynamicPromptsRequest = z
  .object({
    prompt: z.string(),
    max_prompts: z.int().min(1).max(10_000).default(1000),
    combinatorial: z.boolean().default(true),
    seed: z.int().nullish(),
  })
  .meta({ id: 'Body_parse_dynamicprompts' })

/** The prompts that it means; bad syntax gives the prompt itself and what is wrong with it. */
export type DynamicPrompts = z.infer<typeof DynamicPrompts>
export const DynamicPrompts = z
  .object({ prompts: z.array(z.string()), error: z.string().nullable() })
  .meta({ id: 'DynamicPromptsResponse' })

/** A prompt that a language model is to write out. */
export type ExpandPromptRequest = z.infer<typeof ExpandPromptRequest>
export const ExpandPromptRequest = z
  .object({
    prompt: z.string(),
    model_key: z.string(),
    max_tokens: z.int().min(1).max(2048).default(300),
    system_prompt: z.string().nullish(),
    seed: z.int().min(0).max(4_294_967_295).nullish(),
    task_id: z.string().nullish(),
  })
  .meta({ id: 'ExpandPromptRequest' })

/** The prompt, written out. */
export const ExpandedPrompt = z
  .object({ expanded_prompt: z.string(), seed: z.int(), error: z.string().nullable() })
  .meta({ id: 'ExpandPromptResponse' })

/** An image that a language model is to describe. */
export type ImageToPromptRequest = z.infer<typeof ImageToPromptRequest>
export const ImageToPromptRequest = z
  .object({
    image_name: z.string(),
    model_key: z.string(),
    instruction: z.string().nullish(),
    task_id: z.string().nullish(),
  })
  .meta({ id: 'ImageToPromptRequest' })

/** The description of an image. */
export const ImagePrompt = z.object({ prompt: z.string(), error: z.string().nullable() }).meta({ id: 'ImageToPromptResponse' })
