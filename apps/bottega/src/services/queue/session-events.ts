import type { JsonObject } from '@bottega/graph'
import { serverEvent } from '../../events/server-event.ts'
import type { ClaimedItem } from '../../queue/claim.ts'
import type { SessionReport } from '../../worker/session-port.ts'
import type { EventSink } from '../app.ts'

/** Tells what the nodes of one session do. */
export interface SessionTeller {
  /** Takes the reports of the worker in order. */
  take(report: SessionReport): void
  /** Tells of the node that failed, if one did: after the item itself was said to have failed. */
  tellFailure(): void
}

/** Turns the reports of a session into events. */
export function createSessionTeller(events: EventSink, item: ClaimedItem, device: string): SessionTeller {
  const { queue_id, item_id, batch_id, origin, destination, user_id, session_id } = item
  const about = { queue_id, item_id, batch_id, origin, destination, user_id, session_id }
  let current:
    | { readonly invocation: JsonObject & { id: string; type: string }; readonly invocation_source_id: string }
    | undefined
  let failure: Extract<SessionReport, { kind: 'failed' }>['error'] | undefined

  return {
    take(report) {
      if (report.kind === 'started' || report.kind === 'resumed') {
        // a prepared node has an id and a type
        current = { invocation: report.node as JsonObject & { id: string; type: string }, invocation_source_id: report.sourceId }
        // of one that goes on it was told when it started
        if (report.kind === 'started') events.publish(serverEvent('invocation_started', { ...about, ...current }))
        return
      }
      if (current === undefined) return
      if (report.kind === 'progress') {
        const { message, percentage, preview } = report
        const image =
          preview === undefined ? null : { width: preview.width, height: preview.height, dataURL: toDataUrl(preview.bytes) }
        events.publish(serverEvent('invocation_progress', { ...about, ...current, message, percentage, image, device }))
      } else if (report.kind === 'completed') {
        // an output has a type
        const result = report.result as JsonObject & { type: string }
        events.publish(serverEvent('invocation_complete', { ...about, ...current, result }))
      } else failure = report.error
    },
    tellFailure() {
      if (current === undefined || failure === undefined) return
      const { type: error_type, message: error_message, traceback: error_traceback } = failure
      events.publish(serverEvent('invocation_error', { ...about, ...current, error_type, error_message, error_traceback }))
    },
  }
}

function toDataUrl(jpeg: Uint8Array): string {
  return `data:image/jpeg;base64,${Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength).toString('base64')}`
}
