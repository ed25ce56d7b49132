import { EngineError, SCHEDULER_IDS } from '@bottega/engine'
import { z } from 'zod'
import { bytes, count, sessionMessagesFromWorker, sessionMessagesToWorker } from './session-port.ts'

/*
 * What is said between the program and its worker, one direction each:
 *
 *   program → worker   generate (a request) or run (a session), cancel; answers to what the session asks
 *   worker → program   of a request: progress and preview, any number of them; then one of picture, failed
 *                      of a session: reports and calls, any number of them; then one of session, failed
 *
 * Both sides parse what arrives. Pictures cross as bytes of a file (PNG, JPEG), never as paths.
 */

const givenPicture = z.object({ name: z.string(), bytes })
const pngText = z.object({ keyword: z.string().regex(/^[\x21-\x7e]{1,79}$/), text: z.string() })

const pictureSettings = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  width: count,
  height: count,
  steps: count,
  guidanceScale: z.number(),
  guidanceRescale: z.number(),
  scheduler: z.enum(SCHEDULER_IDS),
  seed: count,
  clipSkip: count,
  denoisingStart: z.number(),
  denoisingEnd: z.number(),
})

const generateRequest = z.object({
  /** Absolute path of the checkpoint or diffusers folder. */
  modelPath: z.string().min(1),
  settings: pictureSettings,
  /** The picture to start from; fitted to the size of the settings by the worker. */
  image: givenPicture.optional(),
  /** White regenerates, black keeps; laid over `image` before both are fitted. */
  mask: givenPicture.optional(),
  /** The format of previews, or none. */
  preview: z.enum(['jpeg', 'png']).optional(),
  /** Written into the PNG, in this order. */
  texts: z.array(pngText),
})

/** The engine's picture request but its pictures; see there for units and ranges, which the engine holds it to. */
export type PictureSettings = z.infer<typeof pictureSettings>

/** One picture to make, complete: nothing in it is left to defaults. */
export type GenerateRequest = z.infer<typeof generateRequest>

/** A picture that a person gave: the bytes of its file, and the name by which messages speak of it. */
export type GivenPicture = z.infer<typeof givenPicture>

const toWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('generate'), id: count, request: generateRequest }),
  z.object({ type: z.literal('cancel'), id: count }),
  ...sessionMessagesToWorker,
])

const fromWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    id: count,
    phase: z.enum(['loading', 'encoding', 'denoising', 'decoding']),
    step: count,
    steps: count,
  }),
  z.object({ type: z.literal('preview'), id: count, bytes }),
  z.object({ type: z.literal('picture'), id: count, bytes, width: count, height: count }),
  z.object({ type: z.literal('failed'), id: count, code: z.string(), message: z.string() }),
  ...sessionMessagesFromWorker,
])

/** A message that the worker takes. */
export type MessageToWorker = z.infer<typeof toWorker>

/** A message that the worker sends. */
export type MessageFromWorker = z.infer<typeof fromWorker>

/** @throws EngineError `request_invalid` when the message is none, with the place of the fault */
export function parseMessageToWorker(message: unknown): MessageToWorker {
  return parse(toWorker, message)
}

/** @throws EngineError `request_invalid` when the message is none, with the place of the fault */
export function parseMessageFromWorker(message: unknown): MessageFromWorker {
  return parse(fromWorker, message)
}

function parse<T>(schema: z.ZodType<T>, message: unknown): T {
  const parsed = schema.safeParse(message)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`)
  throw new EngineError(
    'request_invalid',
    `A message between the program and its worker is not understood (${faults.join('; ')}).`,
  )
}
