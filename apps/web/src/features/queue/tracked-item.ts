import type { EventPayload, QueueItem, QueueItemSummary, QueueStatus } from '@bottega/contracts'

/*
 * A queue item as the page follows it: what was read of it once, and what events have told since. It is pending, then runs, then
 * has ended; an event with an older sequence than one before is ignored.
 */

/** A queue item that the page follows. */
export interface TrackedItem {
  readonly id: number
  readonly status: QueueStatus
  /** Of the last event about its status; 0 before the first. */
  readonly sequence: number
  readonly prompt: string
  readonly place?: Pick<QueueItemSummary, 'position' | 'waiting_reason'>
  readonly progress?: Progress
  /** A data URL. */
  readonly preview?: string
  /** The name of the image that it made. */
  readonly imageName?: string
  readonly error?: string
  readonly seconds?: number
}

/** How far a running item is. */
export interface Progress {
  readonly message: string
  /** 0..1, or null when nobody knows. */
  readonly share: number | null
  /** How many steps the whole takes, when steps are what it counts. */
  readonly steps?: number
}

const ENDED: ReadonlySet<QueueStatus> = new Set(['completed', 'failed', 'canceled'])

/** Whether nothing more will happen to it. */
export function hasEnded({ status }: Pick<TrackedItem, 'status'>): boolean {
  return ENDED.has(status)
}

/** An item of which only an event has told yet. */
export function meetItem(id: number): TrackedItem {
  return { id, status: 'pending', sequence: 0, prompt: '' }
}

/** The item with what the server says of it now. What events have told of a later status stays. */
export function applySummary(item: TrackedItem, summary: QueueItemSummary): TrackedItem {
  const values = summary.field_values ?? []
  const prompt = values.find(({ node_path }) => node_path.startsWith('positive_prompt'))?.value
  const { position, waiting_reason } = summary
  return {
    ...item,
    prompt: typeof prompt === 'string' ? prompt : item.prompt,
    status: hasEnded(item) ? item.status : summary.status,
    place: { position, waiting_reason },
  }
}

/** The item after a change of its status. */
export function applyStatus(item: TrackedItem, event: EventPayload<'queue_item_status_changed'>): TrackedItem {
  const { status, status_sequence: sequence, error_message, started_at, completed_at } = event
  if (sequence < item.sequence) return item
  const seconds = started_at && completed_at ? (Date.parse(`${completed_at}Z`) - Date.parse(`${started_at}Z`)) / 1000 : undefined
  return {
    ...item,
    status,
    sequence,
    ...(error_message !== null && { error: error_message }),
    ...(seconds !== undefined && { seconds }),
  }
}

/** The item after a step. */
export function applyProgress(item: TrackedItem, event: EventPayload<'invocation_progress'>): TrackedItem {
  const { message, percentage: share, image, invocation } = event
  const steps = invocation.steps
  return {
    ...item,
    progress: { message, share, ...(typeof steps === 'number' && { steps }) },
    ...(image && { preview: image.dataURL }),
  }
}

/** The item after one of its nodes has ended. */
export function applyResult(
  item: TrackedItem,
  { invocation, result }: Pick<EventPayload<'invocation_complete'>, 'invocation' | 'result'>,
): TrackedItem {
  const image: unknown = result.image
  if (result.type !== 'image_output' || invocation.is_intermediate === true || !isNamed(image)) return item
  return { ...item, imageName: image.image_name }
}

/** The ended item with what it made, for when nobody listened to its events. */
export function applySession(
  item: TrackedItem,
  { session, error_message }: Pick<QueueItem, 'session' | 'error_message'>,
): TrackedItem {
  const nodes = session.execution_graph?.nodes ?? {}
  const made = Object.entries(session.results ?? {}).reduce(
    (known, [id, result]) => applyResult(known, { invocation: nodes[id] ?? { id, type: '' }, result }),
    item,
  )
  return error_message ? { ...made, error: error_message } : made
}

const REASONS = {
  paused: 'the queue is paused',
  turn: 'others have their turn first',
  busy: 'the one before is being made',
  no_worker: 'no worker can take it',
} as const

/** How an item stands, in words. */
export function describeItem({ status, place, progress, error, seconds }: TrackedItem): string {
  switch (status) {
    case 'pending':
    case 'waiting': {
      const position = place?.position
      const reason = place?.waiting_reason && REASONS[place.waiting_reason]
      const line = position === undefined ? 'Waiting' : position === 1 ? 'Next in line' : `Place ${position} in line`
      return reason === undefined ? line : `${line}: ${reason}`
    }
    case 'in_progress':
      return progress === undefined ? 'Starting' : describeProgress(progress)
    case 'completed':
      return seconds === undefined ? 'Done' : `Done in ${seconds.toFixed(1)} s`
    case 'failed':
      return error ?? 'It failed, and nobody knows why. Look into the log of the server.'
    case 'canceled':
      return 'Canceled'
  }
}

function describeProgress({ message, share, steps }: Progress): string {
  if (share === null) return message
  if (steps !== undefined) return `Step ${Math.round(share * steps)} of ${steps}`
  return `${message}, ${Math.round(share * 100)} %`
}

function isNamed(image: unknown): image is { readonly image_name: string } {
  return typeof image === 'object' && image !== null && 'image_name' in image && typeof image.image_name === 'string'
}
