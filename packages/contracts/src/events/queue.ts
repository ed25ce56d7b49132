import { z } from 'zod'
import { GraphNode, NodeOutput } from '../entities/graph.ts'
import { BatchStatus, QueueCounts, QueueStatus } from '../entities/queue.ts'
import { defineEvent } from './define-event.ts'

/** What stands in place of what others may not see. */
export const REDACTED = 'redacted'

const queue = {
  /** seconds since 1970, UTC */
  timestamp: z.int(),
  queue_id: z.string(),
}
const item = {
  ...queue,
  item_id: z.int(),
  batch_id: z.string(),
  origin: z.string().nullable(),
  destination: z.string().nullable(),
  user_id: z.string(),
}
const invocation = {
  ...item,
  session_id: z.string(),
  /** as it ran, under its prepared id; of iterate and collect with an empty collection */
  invocation: GraphNode,
  /** the id of the node in the submitted graph */
  invocation_source_id: z.string(),
}

const Preview = z
  .object({
    /** of the whole picture; the preview is an eighth of it */
    width: z.int().min(1),
    height: z.int().min(1),
    /** `data:image/jpeg;base64,` */
    dataURL: z.string(),
  })
  .meta({ id: 'ProgressImage' })

const StatusChange = z
  .object({
    ...item,
    status: QueueStatus,
    status_sequence: z.int(),
    error_type: z.string().nullable(),
    error_message: z.string().nullable(),
    error_traceback: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    batch_status: BatchStatus,
    queue_status: QueueCounts,
    session_id: z.string(),
  })
  .meta({ id: 'QueueItemStatusChangedEvent' })

const itemsByUser = z.record(z.string(), z.array(z.int()))

const Retried = z
  .object({
    ...queue,
    retried_item_ids: z.array(z.int()),
    user_ids: z.array(z.string()),
    retried_item_ids_by_user: itemsByUser,
  })
  .meta({ id: 'QueueItemsRetriedEvent' })

const Canceled = z
  .object({
    ...queue,
    canceled_item_ids: z.array(z.int()),
    user_ids: z.array(z.string()),
    canceled_item_ids_by_user: itemsByUser,
  })
  .meta({ id: 'QueueItemsCanceledEvent' })

/** What happens to sessions and in the queue. */
export const queueEvents = {
  invocation_started: defineEvent('invocation_started', z.object(invocation).meta({ id: 'InvocationStartedEvent' }), {
    to: 'concerned',
  }),
  invocation_progress: defineEvent(
    'invocation_progress',
    z
      .object({
        ...invocation,
        message: z.string(),
        /** 0 to 1, null when nobody knows */
        percentage: z.number().min(0).max(1).nullable(),
        image: Preview.nullable(),
        device: z.string().nullable(),
      })
      .meta({ id: 'InvocationProgressEvent' }),
    { to: 'owner' },
  ),
  invocation_complete: defineEvent(
    'invocation_complete',
    z.object({ ...invocation, result: NodeOutput }).meta({ id: 'InvocationCompleteEvent' }),
    { to: 'concerned' },
  ),
  invocation_error: defineEvent(
    'invocation_error',
    z
      .object({ ...invocation, error_type: z.string(), error_message: z.string(), error_traceback: z.string() })
      .meta({ id: 'InvocationErrorEvent' }),
    { to: 'concerned' },
  ),
  queue_item_status_changed: defineEvent('queue_item_status_changed', StatusChange, {
    to: 'queue',
    redact: (payload) => ({
      ...payload,
      user_id: REDACTED,
      batch_id: REDACTED,
      session_id: REDACTED,
      origin: null,
      destination: null,
      error_type: null,
      error_message: null,
      error_traceback: null,
      batch_status: { ...payload.batch_status, batch_id: REDACTED, origin: null, destination: null },
      queue_status: {
        ...payload.queue_status,
        item_id: null,
        session_id: null,
        batch_id: null,
        user_pending: null,
        user_in_progress: null,
      },
    }),
  }),
  batch_enqueued: defineEvent(
    'batch_enqueued',
    z
      .object({
        ...queue,
        batch_id: z.string(),
        enqueued: z.int(),
        requested: z.int(),
        priority: z.int(),
        origin: z.string().nullable(),
        user_id: z.string(),
      })
      .meta({ id: 'BatchEnqueuedEvent' }),
    {
      to: 'queue',
      redact: (payload) => ({ ...payload, user_id: REDACTED, batch_id: REDACTED, origin: null }),
    },
  ),
  queue_items_retried: defineEvent('queue_items_retried', Retried, {
    to: 'shares',
    hasShare: ({ retried_item_ids_by_user }, userId) => Object.hasOwn(retried_item_ids_by_user, userId),
    shareOf: (payload, isTold) => {
      const own = takeShare(payload.retried_item_ids_by_user, isTold)
      return { ...payload, retried_item_ids: own.ids, user_ids: own.users, retried_item_ids_by_user: own.byUser }
    },
  }),
  queue_items_canceled: defineEvent('queue_items_canceled', Canceled, {
    to: 'shares',
    hasShare: ({ canceled_item_ids_by_user }, userId) => Object.hasOwn(canceled_item_ids_by_user, userId),
    shareOf: (payload, isTold) => {
      const own = takeShare(payload.canceled_item_ids_by_user, isTold)
      return { ...payload, canceled_item_ids: own.ids, user_ids: own.users, canceled_item_ids_by_user: own.byUser }
    },
  }),
  /** without a user when an administrator has cleared everybody's */
  queue_cleared: defineEvent(
    'queue_cleared',
    z.object({ ...queue, user_id: z.string().nullable() }).meta({ id: 'QueueClearedEvent' }),
    {
      to: 'queue',
      isPublic: ({ user_id }) => user_id === null,
      redact: (payload) => ({ ...payload, user_id: REDACTED }),
    },
  ),
  /** nulls when items are taken again */
  queue_pause_changed: defineEvent(
    'queue_pause_changed',
    z
      .object({ ...queue, paused_by: z.string().nullable(), paused_at: z.string().nullable() })
      .meta({ id: 'QueuePauseChangedEvent' }),
    // a pause names who made it, to everybody
    { to: 'queue', isPublic: () => true, redact: (payload) => payload },
  ),
  recall_parameters_updated: defineEvent(
    'recall_parameters_updated',
    z
      .object({ ...queue, user_id: z.string(), parameters: z.record(z.string(), z.unknown()) })
      .meta({ id: 'RecallParametersUpdatedEvent' }),
    { to: 'concerned' },
  ),
  /** a subscription named a queue that does not exist; the socket stays open and joins nothing */
  subscription_error: defineEvent(
    'subscription_error',
    z.object({ ...queue, message: z.string() }).meta({ id: 'SubscriptionErrorEvent' }),
    { to: 'asker' },
  ),
}

function takeShare(byUser: Readonly<Record<string, number[]>>, isTold: (userId: string) => boolean) {
  const told = Object.entries(byUser).filter(([userId]) => isTold(userId))
  return {
    ids: told.flatMap(([, ids]) => ids),
    users: told.map(([userId]) => userId),
    byUser: Object.fromEntries(told),
  }
}
