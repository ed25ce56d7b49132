import { z } from 'zod'

/** The body of a refusal: one sentence. */
export const RefusalBody = z.object({ detail: z.string() }).meta({ id: 'Refusal' })

const Misfit = z
  .object({ type: z.string(), loc: z.array(z.union([z.string(), z.int()])), msg: z.string() })
  .meta({ id: 'ValidationError' })

/** The body of a 422: what does not fit, thing by thing, or one sentence. */
export const ValidationBody = z.object({ detail: z.union([z.array(Misfit), z.string()]) }).meta({ id: 'HTTPValidationError' })
