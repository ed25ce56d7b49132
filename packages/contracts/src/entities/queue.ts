import { z } from 'zod'
import { FieldValue } from './batch.ts'
import { SessionState } from './graph.ts'
import { UtcText } from './time.ts'
import { WorkflowWithoutId } from './workflow.ts'

/** The only queue there is. */
export const DEFAULT_QUEUE_ID = 'default'

/** The states of a queue item: waiting for a worker, running, suspended in a call of a saved workflow, and three ends. */
export const QUEUE_STATUSES = ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled'] as const

/** The states that never change again. */
export const TERMINAL_STATUSES = ['completed', 'failed', 'canceled'] as const

/** The state of a queue item. */
export type QueueStatus = z.infer<typeof QueueStatus>
export const QueueStatus = z.enum(QUEUE_STATUSES)

/**
 * Why a pending item does not run yet: the queue is paused (this wins), others have their turn first, all workers are busy, or no
 * worker can take it.
 */
export type WaitingReason = z.infer<typeof WaitingReason>
export const WaitingReason = z.enum(['paused', 'turn', 'busy', 'no_worker'])

const waiting = {
  /** of pending items: 1 is next, in the order in which workers will take them */
  position: z.int().min(1).optional(),
  waiting_reason: WaitingReason.optional(),
  /** how many before it are not its owner's; told to the owner and administrators */
  others_ahead: z.int().min(0).optional(),
}

/** An entry of the session queue. Lists send null for what is absent, the route of one item leaves it out. */
export type QueueItem = z.infer<typeof QueueItem>
export const QueueItem = z
  .object({
    item_id: z.int(),
    status: QueueStatus,
    /** grows with each visible change of the status */
    status_sequence: z.int().nullish(),
    priority: z.int(),
    batch_id: z.string(),
    origin: z.string().nullish(),
    destination: z.string().nullish(),
    session_id: z.string(),
    error_type: z.string().nullish(),
    error_message: z.string().nullish(),
    error_traceback: z.string().nullish(),
    created_at: UtcText,
    updated_at: UtcText,
    started_at: UtcText.nullish(),
    completed_at: UtcText.nullish(),
    queue_id: z.string(),
    user_id: z.string(),
    user_display_name: z.string().nullish(),
    user_email: z.string().nullish(),
    field_values: z.array(FieldValue).nullish(),
    retried_from_item_id: z.int().nullish(),
    /** `cuda:0`, `cpu` */
    device: z.string().nullish(),
    /** 1, or 2 after its worker or server died */
    attempt: z.int().optional(),
    ...waiting,
    workflow_call_id: z.string().nullish(),
    parent_item_id: z.int().nullish(),
    parent_session_id: z.string().nullish(),
    root_item_id: z.int().nullish(),
    workflow_call_depth: z.int().nullish(),
    /** name of the saved workflow that it runs for `parent_item_id` */
    called_workflow_name: z.string().nullish(),
    session: SessionState,
    workflow: WorkflowWithoutId.nullish(),
  })
  .meta({ id: 'SessionQueueItem' })

/** An entry without its session. */
export type QueueItemSummary = z.infer<typeof QueueItemSummary>
export const QueueItemSummary = z
  .object({
    item_id: z.int(),
    created_at: UtcText,
    status: QueueStatus,
    device: z.string().nullable(),
    started_at: UtcText.nullable(),
    completed_at: UtcText.nullable(),
    origin: z.string().nullable(),
    destination: z.string().nullable(),
    batch_id: z.string(),
    user_id: z.string(),
    user_display_name: z.string().nullable(),
    user_email: z.string().nullable(),
    field_values: z.array(FieldValue).nullable(),
    parent_item_id: z.int().nullable(),
    /** name of the saved workflow that it runs for `parent_item_id` */
    called_workflow_name: z.string().nullable(),
    ...waiting,
  })
  .meta({ id: 'SessionQueueItemSummary' })

/** Ids of items in order. */
export type QueueItemIds = z.infer<typeof QueueItemIds>
export const QueueItemIds = z.object({ item_ids: z.array(z.int()), total_count: z.int() }).meta({ id: 'ItemIdsResult' })

/** At most 1,000 ids in a body, named in documents by this id. */
export function itemIdsBody(id: string) {
  return z.object({ item_ids: z.array(z.int()).max(1000) }).meta({ id })
}

const counts = {
  pending: z.int(),
  in_progress: z.int(),
  waiting: z.int(),
  completed: z.int(),
  failed: z.int(),
  canceled: z.int(),
  total: z.int(),
}

/** How many items of each state the queue has; the running item's ids are null when it is somebody else's. */
export type QueueCounts = z.infer<typeof QueueCounts>
export const QueueCounts = z
  .object({
    queue_id: z.string(),
    item_id: z.int().nullable(),
    batch_id: z.string().nullable(),
    session_id: z.string().nullable(),
    ...counts,
    /** the caller's; in events the item owner's */
    user_pending: z.int().nullable(),
    user_in_progress: z.int().nullable(),
  })
  .meta({ id: 'SessionQueueStatus' })

/** Whether items are being taken. A pause names who paused, or `administrator`. */
export type ProcessorStatus = z.infer<typeof ProcessorStatus>
export const ProcessorStatus = z
  .object({
    is_started: z.boolean(),
    is_processing: z.boolean(),
    paused_by: z.string().nullable(),
    paused_at: z.string().nullable(),
  })
  .meta({ id: 'SessionProcessorStatus' })

/** The state of the queue and of its workers. */
export type QueueAndProcessorStatus = z.infer<typeof QueueAndProcessorStatus>
export const QueueAndProcessorStatus = z
  .object({ queue: QueueCounts, processor: ProcessorStatus })
  .meta({ id: 'SessionQueueAndProcessorStatus' })

/** How many items of each state a batch has. */
export type BatchStatus = z.infer<typeof BatchStatus>
export const BatchStatus = z
  .object({
    queue_id: z.string(),
    batch_id: z.string(),
    origin: z.string().nullable(),
    destination: z.string().nullable(),
    ...counts,
  })
  .meta({ id: 'BatchStatus' })

/** How many items of each state were enqueued for a destination. */
export type DestinationCounts = z.infer<typeof DestinationCounts>
export const DestinationCounts = z
  .object({ queue_id: z.string(), destination: z.string(), ...counts })
  .meta({ id: 'SessionQueueCountsByDestination' })

/** Batches by their ids, in a body. */
export const BatchIdsBody = z.object({ batch_ids: z.array(z.string()) }).meta({ id: 'Body_cancel_by_batch_ids' })

/** How many items were canceled, named in documents by this id. */
export function canceledCount(id: string) {
  return z.object({ canceled: z.int() }).meta({ id })
}

/** How many items were deleted, named in documents by this id. */
export function deletedCount(id: string) {
  return z.object({ deleted: z.int() }).meta({ id })
}

/** The new items of a retry. */
export type RetryResult = z.infer<typeof RetryResult>
export const RetryResult = z.object({ queue_id: z.string(), retried_item_ids: z.array(z.int()) }).meta({ id: 'RetryItemsResult' })
