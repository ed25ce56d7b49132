import { randomUUID } from 'node:crypto'
import {
  type Actor,
  type QueueItem,
  type QueueItemSummary,
  REDACTED,
  type SessionState,
  type WaitingReason,
} from '@bottega/contracts'
import { applySubstitutions, emptyGraph, emptySession, type Graph, type Substitution } from '@bottega/graph'
import { ownsOrOversees } from '../../policies/decide.ts'
import type { ItemRecord } from '../../queue/item-record.ts'
import type { BatchTexts } from '../../queue/list.ts'
import type { CallRecord } from '../../queue/workflow-call.ts'
import { describeCalls } from './call-presenter.ts'

/** Where a pending item stands, and why it does not run yet. */
export interface Waiting {
  readonly position: number
  readonly waiting_reason: WaitingReason
  /** Those before it that belong to others. */
  readonly others_ahead: number
}

/** What is shown of items to whom. */
export interface ItemView {
  readonly actor: Actor
  /** By item, of those that are pending. */
  readonly waiting: ReadonlyMap<number, Waiting>
  /** Whether people see the display names of others. */
  readonly showsNames: boolean
}

/** What belongs to an item but is stored apart; graphs, workflows and sessions as JSON texts. */
export interface ItemTexts {
  /** Of the call that it was made for, else of its batch. */
  readonly batch: BatchTexts | undefined
  /** Those that it has made and the one that it was made for, among others. */
  readonly calls: readonly CallRecord[]
  readonly session: string | undefined
}

/** An item with its session as the actor sees it. */
export function presentItem(item: ItemRecord, texts: ItemTexts, view: ItemView): QueueItem {
  const isOpen = ownsOrOversees(view.actor, item)
  const about = isOpen ? describeItem(item, texts) : describeForeignItem(item, view)
  return {
    item_id: item.item_id,
    queue_id: item.queue_id,
    status: item.status,
    status_sequence: item.status_sequence,
    device: item.device,
    attempt: item.attempt,
    created_at: item.created_at,
    updated_at: item.updated_at,
    started_at: item.started_at,
    completed_at: item.completed_at,
    ...describeWaiting(item, view, isOpen),
    ...about,
  }
}

/** An item without its session as the actor sees it. */
export function presentItemSummary(item: ItemRecord, view: ItemView): QueueItemSummary {
  const isOpen = ownsOrOversees(view.actor, item)
  const { user_id, batch_id, user_display_name, user_email, origin, destination, parent_item_id, called_workflow_name } = isOpen
    ? item
    : hidePerson(item, view)
  return {
    item_id: item.item_id,
    created_at: item.created_at,
    status: item.status,
    device: item.device,
    started_at: item.started_at,
    completed_at: item.completed_at,
    ...describeWaiting(item, view, isOpen),
    user_id,
    batch_id,
    user_display_name,
    user_email,
    origin,
    destination,
    parent_item_id,
    called_workflow_name,
    field_values: isOpen ? parseValues(item) : null,
  }
}

/** An item without the fields that have no value. */
export function leaveOutNulls(item: QueueItem): QueueItem {
  // only fields that may be left out may be null
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)) as QueueItem
}

function describeItem(item: ItemRecord, { batch, session, calls }: ItemTexts) {
  return {
    priority: item.priority,
    batch_id: item.batch_id,
    session_id: item.session_id,
    user_id: item.user_id,
    user_display_name: item.user_display_name,
    user_email: item.user_email,
    origin: item.origin,
    destination: item.destination,
    error_type: item.error_type,
    error_message: item.error_message,
    error_traceback: item.error_traceback,
    field_values: parseValues(item),
    retried_from_item_id: item.retried_from_item_id,
    workflow_call_id: item.workflow_call_id,
    parent_item_id: item.parent_item_id,
    parent_session_id: item.parent_session_id,
    root_item_id: item.root_item_id,
    workflow_call_depth: item.workflow_call_depth,
    called_workflow_name: item.called_workflow_name,
    // texts of the store were written by this program
    session: {
      ...(session === undefined ? describeFreshSession(item, batch) : (JSON.parse(session) as SessionState)),
      ...describeCalls(item, calls),
    },
    workflow: batch?.workflow == null ? null : (JSON.parse(batch.workflow) as QueueItem['workflow']),
  }
}

function describeForeignItem(item: ItemRecord, view: ItemView) {
  return {
    priority: 0,
    session_id: REDACTED,
    error_type: null,
    error_message: null,
    error_traceback: null,
    field_values: null,
    retried_from_item_id: null,
    workflow_call_id: null,
    parent_session_id: null,
    root_item_id: null,
    workflow_call_depth: null,
    session: toState(emptySession(REDACTED, emptyGraph(randomUUID()), randomUUID())),
    workflow: null,
    ...hidePerson(item, view),
  }
}

function hidePerson(item: ItemRecord, { showsNames }: ItemView) {
  return {
    user_id: REDACTED,
    batch_id: REDACTED,
    user_display_name: showsNames ? item.user_display_name : null,
    user_email: null,
    origin: null,
    destination: null,
    parent_item_id: null,
    called_workflow_name: null,
  }
}

function parseValues({ field_values }: ItemRecord): QueueItemSummary['field_values'] {
  return field_values === null ? null : JSON.parse(field_values)
}

function describeFreshSession(item: ItemRecord, batch: BatchTexts | undefined): SessionState {
  const template: Graph = batch === undefined ? emptyGraph(item.session_id) : JSON.parse(batch.graph)
  const values: Substitution[] = item.field_values === null ? [] : JSON.parse(item.field_values)
  return toState(emptySession(item.session_id, applySubstitutions(template, values), item.session_id))
}

// the same in the words of the wire, where lists may be changed
const toState = (session: ReturnType<typeof emptySession>) => session as unknown as SessionState

// whose items stand before that of somebody else is nobody's business
function describeWaiting({ item_id }: ItemRecord, { waiting }: ItemView, isOpen: boolean): Partial<Waiting> {
  const { others_ahead, ...place } = waiting.get(item_id) ?? {}
  return isOpen && others_ahead !== undefined ? { ...place, others_ahead } : place
}
