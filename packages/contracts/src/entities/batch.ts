import { z } from 'zod'
import { Graph } from './graph.ts'
import { WorkflowWithoutId } from './workflow.ts'

const Picture = z.union([z.object({ image_name: z.string() }), z.object({ video_name: z.string() })])
const Single = z.union([z.string(), z.number(), Picture])

/** A value that a batch can put into a field: a text, a number, an image or a video by name, or a list of those. */
export type BatchValue = z.infer<typeof BatchValue>
export const BatchValue = z.union([Single, z.array(Single)])

/** The values that one field takes, item by item. */
export type BatchDatum = z.infer<typeof BatchDatum>
export const BatchDatum = z
  .object({
    /** id of a node of the graph */
    node_path: z.string(),
    field_name: z.string(),
    items: z.array(BatchValue),
  })
  .meta({ id: 'BatchDatum' })

/**
 * A graph and what to vary in it. The data of one inner list are zipped, the outer list is a product, and all of it is repeated
 * `runs` times. The server makes the id; one that is sent is ignored.
 */
export type Batch = z.infer<typeof Batch>
export const Batch = z
  .object({
    batch_id: z.string().optional(),
    origin: z.string().nullish(),
    destination: z.string().nullish(),
    data: z.array(z.array(BatchDatum)).nullish(),
    graph: Graph,
    workflow: WorkflowWithoutId.nullish(),
    runs: z.int().min(1).optional().meta({ default: 1 }),
  })
  .meta({ id: 'Batch' })

/** What is asked for with an enqueue; `prepend` goes before the caller's other items. */
export type EnqueueRequest = z.infer<typeof EnqueueRequest>
export const EnqueueRequest = z.object({ batch: Batch, prepend: z.boolean().default(false) }).meta({ id: 'Body_enqueue_batch' })

/** What an enqueue did; it enqueues all or nothing. The newest item comes first. */
export type EnqueueResult = z.infer<typeof EnqueueResult>
export const EnqueueResult = z
  .object({
    queue_id: z.string(),
    enqueued: z.int(),
    requested: z.int(),
    batch: Batch,
    priority: z.int(),
    item_ids: z.array(z.int()),
  })
  .meta({ id: 'EnqueueBatchResult' })

/** A value that a batch has put into a field of an item. */
export type FieldValue = z.infer<typeof FieldValue>
export const FieldValue = z
  .object({ node_path: z.string(), field_name: z.string(), value: BatchValue })
  .meta({ id: 'NodeFieldValue' })
