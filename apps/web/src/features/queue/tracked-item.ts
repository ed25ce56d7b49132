import type { EventPayload, QueueItem, QueueItemSummary, QueueStatus } from '@bottega/contracts'
import { parseTime } from '../../shared/formatting/index.ts'

/*
 * A queue item as the page follows it: what was read of it once, and what events have told since. It is pending, then runs, then
 * has ended; an event with an older sequence than one before is ignored. How far a running one is, `progress.ts` keeps apart.
 */

/** A queue item that the page follows. */
export interface TrackedItem {
  readonly id: number
  readonly status: QueueStatus
  /** Of the last event about its status; 0 before the first. */
  readonly sequence: number
  /** When the page heard that event, in milliseconds since 1970. */
  readonly heardAt: number
  readonly batchId: string
  readonly prompt: string
  readonly place?: Pick<QueueItemSummary, 'position' | 'waiting_reason' | 'others_ahead'>
  /** In pixels, of the picture that it makes. */
  readonly size?: Size
  /** The name of the image that it made. */
  readonly imageName?: string
  readonly error?: ItemError
  /** How long it ran. */
  readonly seconds?: number
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Why an item failed. */
export interface ItemError {
  /** As `OutOfMemoryError`. */
  readonly type?: string
  readonly message?: string
}

const ENDED: ReadonlySet<QueueStatus> = new Set(['completed', 'failed', 'canceled'])

/** Whether nothing more will happen to it. */
export function hasEnded({ status }: { readonly status: QueueStatus }): boolean {
  return ENDED.has(status)
}

/** An item of which only an event has told yet. */
export function meetItem(id: number): TrackedItem {
  return { id, status: 'pending', sequence: 0, heardAt: 0, batchId: '', prompt: '' }
}

/**
 * The item with what the server says of it now.
 *
 * @param askedAt  when the page asked: what it heard later than that stays
 */
export function applySummary(item: TrackedItem, summary: QueueItemSummary, askedAt: number): TrackedItem {
  const { position, waiting_reason, others_ahead, batch_id: batchId } = summary
  return {
    ...item,
    batchId,
    prompt: readPrompt(summary) ?? summary.called_workflow_name ?? item.prompt,
    status: hasEnded(item) || item.heardAt > askedAt ? item.status : summary.status,
    place: { position, waiting_reason, others_ahead },
  }
}

/** The prompt of an item, as far as its values tell it. */
export function readPrompt({ field_values }: Pick<QueueItemSummary, 'field_values'>): string | undefined {
  const prompt = field_values?.find(({ node_path }) => node_path.startsWith('positive_prompt'))?.value
  return typeof prompt === 'string' ? prompt : undefined
}

/** The item after a change of its status. */
export function applyStatus(
  item: TrackedItem,
  event: EventPayload<'queue_item_status_changed'>,
  heardAt: number = Date.now(),
): TrackedItem {
  const { status, status_sequence: sequence, error_type, error_message, batch_id: batchId } = event
  if (sequence < item.sequence) return item
  const seconds = countSeconds(event)
  return {
    ...item,
    status,
    sequence,
    heardAt,
    batchId,
    ...(status === 'failed' && { error: { ...item.error, ...nameError(error_type, error_message) } }),
    ...(seconds !== undefined && { seconds }),
  }
}

/** How long an item ran, in seconds. */
export function countSeconds({
  started_at,
  completed_at,
}: Pick<QueueItemSummary, 'started_at' | 'completed_at'>): number | undefined {
  if (!started_at || !completed_at) return undefined
  return (parseTime(completed_at).getTime() - parseTime(started_at).getTime()) / 1000
}

/** The item with the size of its picture, once one of its nodes tells it. */
export function applySize(
  item: TrackedItem,
  { invocation }: Pick<EventPayload<'invocation_started'>, 'invocation'>,
): TrackedItem {
  const { width, height } = invocation
  if (item.size !== undefined || !isSide(width) || !isSide(height)) return item
  return { ...item, size: { width, height } }
}

/** The item after one of its nodes has ended. */
export function applyResult(
  item: TrackedItem,
  { invocation, result }: Pick<EventPayload<'invocation_complete'>, 'invocation' | 'result'>,
): TrackedItem {
  const image: unknown = result.image
  if (result.type !== 'image_output' || invocation.is_intermediate === true || !isNamed(image)) return item
  const { width, height } = result
  return { ...item, imageName: image.image_name, ...(isSide(width) && isSide(height) && { size: { width, height } }) }
}

/** The ended item with what it made, for when nobody listened to its events. */
export function applySession(
  item: TrackedItem,
  ended: Pick<QueueItem, 'session' | 'status' | 'error_type' | 'error_message' | 'started_at' | 'completed_at'>,
): TrackedItem {
  const { session, status, error_type, error_message, started_at = null, completed_at = null } = ended
  const nodes = session.execution_graph?.nodes ?? {}
  const made = Object.entries(session.results ?? {}).reduce(
    (known, [id, result]) => applyResult(known, { invocation: nodes[id] ?? { id, type: '' }, result }),
    item,
  )
  const seconds = countSeconds({ started_at, completed_at })
  return {
    ...made,
    status,
    ...(status === 'failed' && { error: nameError(error_type, error_message) }),
    ...(seconds !== undefined && { seconds }),
  }
}

function nameError(type: string | null | undefined, message: string | null | undefined): ItemError {
  return { ...(type && { type }), ...(message && { message }) }
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

function isNamed(image: unknown): image is { readonly image_name: string } {
  return typeof image === 'object' && image !== null && 'image_name' in image && typeof image.image_name === 'string'
}
