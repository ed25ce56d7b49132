import { SubmodelType } from '@bottega/contracts'
import type { JsonObject, ModelIdentifierField } from '@bottega/graph'
import { z } from 'zod'

/*
 * What is said between the program and its worker about one session, in both directions: the session, what its nodes ask of the
 * program (`SessionHost`), and what becomes of them.
 */

/** Bytes of a file. */
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const jsonObject = z.custom<JsonObject>(isObject, 'expected an object')
/** A number of things, or of a thing in its line. */
export const count = z.number().int().nonnegative()

/** What was done of a session before it was suspended, and what it waited for. */
const resumption = z.object({
  /** JSON text, as the worker has written it. */
  state: z.string(),
  /** What the called workflow gave, as JSON text. */
  returned: z.string(),
  /** Tensors and prompts that these name, as workers have packed them. */
  things: z.array(bytes),
})

const sessionToRun = z.object({
  sessionId: z.string(),
  /** Whose results of earlier sessions it may share, and no one else's. */
  userId: z.string(),
  /** JSON text. */
  graph: z.string(),
  /** What is put into the graph, `[{node_path, field_name, value}]`, as JSON text. */
  fieldValues: z.string().nullable(),
  /** JSON text that goes into pictures beside the graph. */
  workflow: z.string().nullable(),
  cache: z.object({ isEnabled: z.boolean(), maxSize: count }),
  /** Null for one that begins. */
  resumption: resumption.nullable(),
  /** Whether another session waits for what it gives back. */
  isCalled: z.boolean(),
})

/** A session to be run; its graph has been validated. */
export type SessionToRun = z.infer<typeof sessionToRun>

const imageToSave = z.object({
  /** A PNG file with its texts. */
  bytes,
  /** A WebP file, its longer side at most 256 pixels. */
  thumbnail: bytes,
  /** Its ThumbHash in base64. */
  placeholder: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  category: z.enum(['general', 'mask', 'control', 'other']),
  isIntermediate: z.boolean(),
  /** Null for none, or the owner's default. */
  boardId: z.string().nullable(),
  /** JSON text. */
  metadata: z.string().nullable(),
  /** Id of the prepared node that saves it. */
  nodeId: z.string(),
})

/** A picture that a node saves, encoded, with what is to be kept about it. */
export type ImageToSave = z.infer<typeof imageToSave>

const identifier = z.custom<ModelIdentifierField>(isObject, 'expected a model')
const foundModel = z.object({ record: identifier, path: z.string() })

/** Each thing that nodes ask of the program: what goes there and what comes back. */
export const HOST_CALLS = {
  loadImage: { argument: z.string(), answer: bytes },
  loadMetadata: { argument: z.string(), answer: jsonObject.nullable() },
  hasImages: { argument: z.array(z.string()), answer: z.boolean() },
  saveImage: { argument: imageToSave, answer: z.string() },
  findModel: { argument: z.string(), answer: foundModel },
  tellModelLoad: {
    argument: z.object({ key: z.string(), submodel: SubmodelType.nullable(), isLoaded: z.boolean() }),
    answer: z.null(),
  },
  loadStylePreset: { argument: z.string(), answer: z.object({ positivePrompt: z.string(), negativePrompt: z.string() }) },
} as const

/** The name of a call. */
export type HostCallName = keyof typeof HOST_CALLS

/**
 * What the program does for the nodes of one session, always in the name of its owner: images by name, models by key (a record and
 * the path of its files, and a word when one is being loaded), style presets by id. Each throws a {@link NodeRefusal} where a thing is not
 * there or not the owner's to use.
 */
export type SessionHost = {
  readonly [Name in HostCallName]: (
    argument: z.infer<(typeof HOST_CALLS)[Name]['argument']>,
  ) => Promise<z.infer<(typeof HOST_CALLS)[Name]['answer']>>
}

/** Why the program does not do what a node asks, on both sides of the port; `type` is what queue items carry as `error_type`. */
export class NodeRefusal extends Error {
  override readonly name = 'NodeRefusal'
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

const sessionError = z.object({ type: z.string(), message: z.string(), traceback: z.string() })

/** What went wrong, as queue items and events tell it. */
export type SessionError = z.infer<typeof sessionError>

const cacheCounts = z.object({ size: count, hits: count, misses: count })

/** What the cache of outputs holds, and how often it helped. */
export type CacheCounts = z.infer<typeof cacheCounts>

const workflowCall = z.object({
  /** Ids of the prepared node that calls, and of the node of the graph. */
  nodeId: z.string(),
  sourceId: z.string(),
  workflowId: z.string(),
  /** By the names of open inputs. */
  inputs: jsonObject,
})

/** A saved workflow that a node calls. */
export type WorkflowCall = z.infer<typeof workflowCall>

const suspension = z.object({
  call: workflowCall,
  /** What it takes to go on, as JSON text. */
  state: z.string(),
  /** Tensors and prompts that are needed then. */
  things: bytes,
})

/** A session that waits for a workflow that it has called. */
export type Suspension = z.infer<typeof suspension>

const returnedValues = z.object({
  /** JSON text of a list: what the returning node gave, as often as it ran. */
  values: z.string(),
  things: bytes,
})

/** What a called session gives back. */
export type ReturnedValues = z.infer<typeof returnedValues>

const sessionResult = z.object({
  outcome: z.enum(['completed', 'failed', 'canceled', 'suspended']),
  error: sessionError.optional(),
  /** Its state as JSON text. */
  session: z.string(),
  /** Of one that is suspended. */
  suspension: suspension.optional(),
  /** Of one that was called and is completed. */
  returned: returnedValues.optional(),
  cache: cacheCounts,
  /** Keys of the models that stay loaded. */
  modelKeys: z.array(z.string()),
})

/** How a session ended, or that it waits. */
export type SessionResult = z.infer<typeof sessionResult>

const preview = z.object({
  /** A JPEG file. */
  bytes,
  /** Of the whole picture. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})

const sessionReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), node: jsonObject, sourceId: z.string() }),
  /** A node that had started before the session was suspended. */
  z.object({ kind: z.literal('resumed'), node: jsonObject, sourceId: z.string() }),
  z.object({
    kind: z.literal('progress'),
    message: z.string(),
    percentage: z.number().min(0).max(1).nullable(),
    preview: preview.optional(),
  }),
  z.object({ kind: z.literal('completed'), result: jsonObject }),
  z.object({ kind: z.literal('failed'), error: sessionError }),
])

/** What is told while a session runs. One node runs at a time, and progress is that of the one that started last. */
export type SessionReport = z.infer<typeof sessionReport>

const callName = z.enum(Object.keys(HOST_CALLS) as [HostCallName, ...HostCallName[]])

/** Messages about sessions that the worker takes; `id` is that of the request, and what has none concerns all of them. */
export const sessionMessagesToWorker = [
  z.object({ type: z.literal('run'), id: count, session: sessionToRun }),
  z.object({ type: z.literal('answer'), id: count, call: count, value: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: count, call: count, error: z.object({ type: z.string(), message: z.string() }) }),
  z.object({ type: z.literal('clear_cache') }),
  z.object({ type: z.literal('close_models') }),
] as const

/** Messages about sessions that the worker sends. */
export const sessionMessagesFromWorker = [
  z.object({ type: z.literal('call'), id: count, call: count, name: callName, argument: z.unknown() }),
  z.object({ type: z.literal('report'), id: count, report: sessionReport }),
  z.object({ type: z.literal('session'), id: count, result: sessionResult }),
] as const
