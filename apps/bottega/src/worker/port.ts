import { EngineError, MAX_SEED, SCHEDULER_IDS } from '@bottega/engine'
import { z } from 'zod'
import { sessionMessagesFromWorker, sessionMessagesToWorker } from './session-port.ts'

/*
 * What is said between the program and its worker, one direction each:
 *
 *   program → worker   generate (a request) or run (a session), cancel; answers to what the session asks
 *   worker → program   of a request: progress and preview, any number of them; then one of picture, failed
 *                      of a session: reports and calls, any number of them; then one of session, failed
 *
 * Both sides parse what arrives. Pictures cross as bytes of a file (PNG, JPEG), never as paths.
 */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most)
const side = wholeNumber(8, 16384).multipleOf(8)
const share = z.number().min(0).max(1)
const requestId = z.number().int().nonnegative()

/** A picture that a person gave: the bytes of its file, and the name by which messages speak of it. */
const givenPicture = z.object({ name: z.string(), bytes })

/** A text that goes into the PNG under a keyword. */
const pngText = z.object({ keyword: z.string().regex(/^[\x21-\x7e]{1,79}$/), text: z.string() })

const pictureSettings = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  width: side,
  height: side,
  steps: wholeNumber(1, 1000),
  guidanceScale: z.number().min(-100).max(100),
  guidanceRescale: share,
  scheduler: z.enum(SCHEDULER_IDS),
  seed: wholeNumber(0, MAX_SEED),
  clipSkip: wholeNumber(0, 100),
  denoisingStart: share,
  denoisingEnd: share,
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

/** The engine's picture request but its pictures; see there for units and ranges. */
export type PictureSettings = z.infer<typeof pictureSettings>

/** One picture to make, complete: nothing in it is left to defaults. */
export type GenerateRequest = z.infer<typeof generateRequest>

/** A picture that a person gave: the bytes of its file, and the name by which messages speak of it. */
export type GivenPicture = z.infer<typeof givenPicture>

/** A text that goes into the PNG under a keyword of printable ASCII. */
export type PngText = z.infer<typeof pngText>

const toWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('generate'), id: requestId, request: generateRequest }),
  z.object({ type: z.literal('cancel'), id: requestId }),
  ...sessionMessagesToWorker,
])

const count = z.number().int().nonnegative()
const fromWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    id: requestId,
    phase: z.enum(['loading', 'encoding', 'denoising', 'decoding']),
    step: count,
    steps: count,
  }),
  z.object({ type: z.literal('preview'), id: requestId, bytes }),
  z.object({ type: z.literal('picture'), id: requestId, bytes, width: side, height: side }),
  z.object({ type: z.literal('failed'), id: requestId, code: z.string(), message: z.string() }),
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
