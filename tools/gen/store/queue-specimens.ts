import type { Tx } from '../../../apps/bottega/src/data/database.ts'
import * as affinity from '../../../apps/bottega/src/queue/affinity.ts'
import * as attemptImages from '../../../apps/bottega/src/queue/attempt-images.ts'
import * as cancel from '../../../apps/bottega/src/queue/cancel.ts'
import * as catchUp from '../../../apps/bottega/src/queue/catch-up.ts'
import * as chargeTime from '../../../apps/bottega/src/queue/charge-time.ts'
import * as claim from '../../../apps/bottega/src/queue/claim.ts'
import * as counts from '../../../apps/bottega/src/queue/counts.ts'
import * as end from '../../../apps/bottega/src/queue/end.ts'
import * as enqueue from '../../../apps/bottega/src/queue/enqueue.ts'
import * as expiredIntermediates from '../../../apps/bottega/src/queue/expired-intermediates.ts'
import * as isClaimed from '../../../apps/bottega/src/queue/is-claimed.ts'
import * as limits from '../../../apps/bottega/src/queue/limits.ts'
import * as list from '../../../apps/bottega/src/queue/list.ts'
import * as pause from '../../../apps/bottega/src/queue/pause.ts'
import * as positions from '../../../apps/bottega/src/queue/positions.ts'
import * as remove from '../../../apps/bottega/src/queue/remove.ts'
import * as retry from '../../../apps/bottega/src/queue/retry.ts'
import * as returning from '../../../apps/bottega/src/queue/return.ts'
import * as runningItems from '../../../apps/bottega/src/queue/running.ts'
import type { ItemSelection } from '../../../apps/bottega/src/queue/selection.ts'
import * as workflowCall from '../../../apps/bottega/src/queue/workflow-call.ts'
import type { Specimens, SpecimensOf } from './statements.ts'

const queueId = 'default'
const noLimits = { maxPending: 100, maxPendingPerUser: 100 }
const batch: enqueue.NewBatch = {
  queueId,
  userId: 'u',
  origin: null,
  destination: 'd',
  graph: '{}',
  workflow: null,
  count: 2,
  fieldValuesAt: () => null,
  prepend: false,
}
const running = { item_id: 1, claim_token: 't' }
const next = { queueId, device: 'cpu', modelKeys: [], token: 'n' }
const why = 'It died'

/** Stores a batch of which one item runs, another waits and a third has failed. */
export async function fillQueue(tx: Tx<never>): Promise<void> {
  await enqueue.enqueueBatch(tx, { ...batch, count: 3 }, noLimits)
  await claim.claimNext(tx, { ...next, mode: 'FIFO', token: 't' })
  await tx.updateTable('queue_items').set({ status: 'failed' }).where('item_id', '=', 3).execute()
}

const whats: readonly ItemSelection['what'][] = [
  { kind: 'batches', batchIds: ['x'] },
  { kind: 'destination', destination: 'd' },
  { kind: 'except_current' },
  { kind: 'all' },
]
const oneItem: ItemSelection = { queueId, what: { kind: 'item', itemId: 1 } }
const more: readonly ItemSelection[] = whats.flatMap((what) => [
  { queueId, what },
  { queueId, what, userId: 'u' },
])

const ofEnqueue: SpecimensOf<typeof enqueue> = {
  enqueueBatch: ({ tx }) => enqueue.enqueueBatch(tx, { ...batch, prepend: true }, noLimits),
}
const ofCatchUp: SpecimensOf<typeof catchUp> = {
  catchUp: ({ tx }) => catchUp.catchUp(tx, queueId, 'u'),
}
const ofLimits: SpecimensOf<typeof limits> = {
  checkLimits: ({ db }) => limits.checkLimits(db, noLimits, { queueId, userId: 'u', requested: 1 }),
}
const ofClaim: SpecimensOf<typeof claim> = {
  claimNext: {
    shown: {
      'first come, first served': ({ tx }) => claim.claimNext(tx, { ...next, mode: 'FIFO' }),
      'in turns': ({ tx }) => claim.claimNext(tx, { ...next, mode: 'round_robin' }),
      'by device time': ({ tx }) => claim.claimNext(tx, { ...next, mode: 'fair_time' }),
    },
    others: [],
  },
  findNext: ({ db }) => claim.findNext(db, queueId, 'round_robin'),
}
const ofAffinity: SpecimensOf<typeof affinity> = {
  findFittingItem: ({ tx }) => affinity.findFittingItem(tx, 1, ['k']),
}
const ofIsClaimed: SpecimensOf<typeof isClaimed> = {
  isClaimed: ({ tx }) => isClaimed.isClaimed(tx, running),
  findClaimed: ({ tx }) => isClaimed.findClaimed(tx, running),
}
const ofEnd: SpecimensOf<typeof end> = {
  endItem: ({ tx }) => end.endItem(tx, running, { status: 'completed', session: '{}' }),
  keepSession: ({ tx }) => end.keepSession(tx, 1, '{}'),
  saveSession: ({ tx }) => end.saveSession(tx, 1, '{}', { values: '[]', things: new Uint8Array() }),
}
const ofChargeTime: SpecimensOf<typeof chargeTime> = { chargeTime: ({ tx }) => chargeTime.chargeTime(tx, 1) }
const call: workflowCall.NewCall = {
  prepared_call_node_id: 'p',
  source_call_node_id: 's',
  workflow_id: 'w',
  workflow_name: 'W',
  depth: 1,
  graph: '{}',
  workflow: '{}',
  state: '{}',
  things: new Uint8Array(),
  count: 1,
  fieldValuesAt: () => null,
}
const caller = {
  ...{ ...running, queue_id: queueId, batch_id: 'b', session_id: 's', user_id: 'u', attempt: 1, origin: null, destination: null },
  ...{ priority: 0, root_item_id: null, workflow_call_id: null, workflow_call_depth: null },
  ...{ graph: '{}', workflow: null, field_values: null },
}
/** Lets the item that runs wait for a workflow; tells the id of the call. */
async function makeCall(tx: Tx<never>): Promise<string> {
  const { batch_id } = await tx.selectFrom('batches').select('batch_id').executeTakeFirstOrThrow()
  await workflowCall.callWorkflow(tx, { ...caller, batch_id }, call, '{}')
  const { workflow_call_id } = await tx.selectFrom('workflow_calls').select('workflow_call_id').executeTakeFirstOrThrow()
  return workflow_call_id
}
const callError = { type: 'WorkflowCallError', message: 'It failed', traceback: '' }
const ofWorkflowCall: SpecimensOf<typeof workflowCall> = {
  callWorkflow: ({ tx }) => makeCall(tx),
  findCall: ({ db }) => workflowCall.findCall(db, 'c'),
  listCalled: ({ db }) => workflowCall.listCalled(db, 'c'),
  resumeCaller: async ({ tx }) => workflowCall.resumeCaller(tx, await makeCall(tx), '{}'),
  failCaller: async ({ tx }) => workflowCall.failCaller(tx, await makeCall(tx), callError, '{}'),
  findResumption: async ({ tx }) => {
    await workflowCall.resumeCaller(tx, await makeCall(tx), '{}')
    await workflowCall.findResumption(tx, 1)
  },
  listWaitingRoots: ({ db }) => workflowCall.listWaitingRoots(db, queueId),
  findCallsAround: ({ db }) => workflowCall.findCallsAround(db, [1]),
}
const ofReturn: SpecimensOf<typeof returning> = {
  returnDeadItem: ({ tx }) => returning.returnDeadItem(tx, running, why),
  returnStoppedItem: ({ tx }) => returning.returnStoppedItem(tx, running),
  returnLostItems: ({ tx }) => returning.returnLostItems(tx, queueId),
}
const ofAttemptImages: SpecimensOf<typeof attemptImages> = {
  findAttemptImages: ({ tx }) => attemptImages.findAttemptImages(tx, queueId),
}
const ofExpiredIntermediates: SpecimensOf<typeof expiredIntermediates> = {
  listExpiredIntermediates: (store) => expiredIntermediates.listExpiredIntermediates(store, '2026-01-01 00:00:00.000', 10),
}
const ofCancel: SpecimensOf<typeof cancel> = {
  cancelItems: {
    shown: {
      'one item': ({ tx }) => cancel.cancelItems(tx, oneItem),
      'a destination': ({ tx }) =>
        cancel.cancelItems(tx, { queueId, userId: 'u', what: { kind: 'destination', destination: 'd' } }),
      'all that an item has called': ({ tx }) => cancel.cancelItems(tx, { queueId, what: { kind: 'called', itemId: 1 } }),
      'all but what runs': ({ tx }) => cancel.cancelItems(tx, { queueId, what: { kind: 'except_current' } }),
    },
    others: more.map(
      (selection) =>
        ({ tx }) =>
          cancel.cancelItems(tx, selection),
    ),
  },
}
const ofRemove: SpecimensOf<typeof remove> = {
  removeItems: {
    shown: {
      'one item': ({ tx }) => remove.removeItems(tx, oneItem),
      'all of a user': ({ tx }) => remove.removeItems(tx, { queueId, userId: 'u', what: { kind: 'all' } }),
    },
    others: more.map(
      (selection) =>
        ({ tx }) =>
          remove.removeItems(tx, selection),
    ),
  },
  pruneItems: ({ tx }) => remove.pruneItems(tx, { queueId, userId: 'u' }),
  pruneHistory: ({ tx }) => remove.pruneHistory(tx, queueId, 10),
}
const ofRetry: SpecimensOf<typeof retry> = {
  findRetriable: ({ tx }) => retry.findRetriable(tx, queueId, [3]),
  retryItems: ({ tx }) => retry.retryItems(tx, [{ item_id: 3, user_id: 'u' }]),
}
const ofPause: SpecimensOf<typeof pause> = {
  pauseQueue: ({ db }) => pause.pauseQueue(db, queueId, 'Ann'),
  resumeQueue: ({ db }) => pause.resumeQueue(db, queueId),
  findPause: ({ db }) => pause.findPause(db, queueId),
}
const ofCounts: SpecimensOf<typeof counts> = {
  countQueue: ({ db }) => counts.countQueue(db, queueId, 'u'),
  countBatch: ({ db }) => counts.countBatch(db, queueId, 'x'),
  countDestination: {
    shown: { 'of a user': ({ db }) => counts.countDestination(db, queueId, 'd', 'u') },
    others: [({ db }) => counts.countDestination(db, queueId, 'd', undefined)],
  },
  findCurrent: ({ db }) => counts.findCurrent(db, queueId),
}
const ofPositions: SpecimensOf<typeof positions> = {
  findPositions: {
    shown: { 'in turns': (context) => positions.findPositions(context, queueId, 'round_robin', [2]) },
    others: (['FIFO', 'fair_time'] as const).map((mode) => (context) => positions.findPositions(context, queueId, mode, [2])),
  },
}
const ofRunning: SpecimensOf<typeof runningItems> = {
  findRunning: ({ db }) => runningItems.findRunning(db, queueId),
}
const ofList: SpecimensOf<typeof list> = {
  findItem: ({ db }) => list.findItem(db, queueId, 1),
  findItems: ({ db }) => list.findItems(db, queueId, [1]),
  listItems: {
    shown: {
      all: ({ db }) => list.listItems(db, queueId, undefined),
      'for a destination': ({ db }) => list.listItems(db, queueId, 'd'),
    },
    others: [],
  },
  listItemIds: {
    shown: {
      all: ({ db }) => list.listItemIds(db, queueId, 'desc'),
      "a user's, in a state": ({ db }) => list.listItemIds(db, queueId, 'asc', { userId: 'u', statuses: ['pending'] }),
    },
    others: [],
  },
  findBatchTexts: ({ db }) => list.findBatchTexts(db, ['x']),
  findCallTexts: ({ db }) => list.findCallTexts(db, ['c']),
  findSessions: ({ db }) => list.findSessions(db, [1]),
}

/** Calls of all that the files of `queue/` ask. */
export const queueSpecimens: Specimens = {
  'queue/enqueue.ts': ofEnqueue,
  'queue/limits.ts': ofLimits,
  'queue/claim.ts': ofClaim,
  'queue/affinity.ts': ofAffinity,
  'queue/is-claimed.ts': ofIsClaimed,
  'queue/end.ts': ofEnd,
  'queue/workflow-call.ts': ofWorkflowCall,
  'queue/catch-up.ts': ofCatchUp,
  'queue/charge-time.ts': ofChargeTime,
  'queue/return.ts': ofReturn,
  'queue/attempt-images.ts': ofAttemptImages,
  'queue/expired-intermediates.ts': ofExpiredIntermediates,
  'queue/cancel.ts': ofCancel,
  'queue/remove.ts': ofRemove,
  'queue/retry.ts': ofRetry,
  'queue/pause.ts': ofPause,
  'queue/counts.ts': ofCounts,
  'queue/positions.ts': ofPositions,
  'queue/list.ts': ofList,
  'queue/running.ts': ofRunning,
}
