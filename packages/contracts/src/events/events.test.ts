import { expect, test } from 'vitest'
import { type Audience, type Listener, payloadFor } from './define-event.ts'
import { EVENTS, type EventName, type EventPayload } from './index.ts'
import { CLIENT_MESSAGES } from './messages.ts'

const time = '2026-08-19 01:13:04.123'
const counts = { pending: 1, in_progress: 1, waiting: 0, completed: 0, failed: 0, canceled: 0, total: 2 }
const item = { timestamp: 1, queue_id: 'default', item_id: 7, batch_id: 'b', origin: 'o', destination: 'd', user_id: 'ann' }

const changed: EventPayload<'queue_item_status_changed'> = {
  ...item,
  status: 'failed',
  status_sequence: 3,
  error_type: 'E',
  error_message: 'secret',
  error_traceback: 'secret',
  created_at: time,
  updated_at: time,
  started_at: time,
  completed_at: null,
  batch_status: { queue_id: 'default', batch_id: 'b', origin: 'o', destination: 'd', ...counts },
  queue_status: {
    queue_id: 'default',
    item_id: 7,
    batch_id: 'b',
    session_id: 's',
    ...counts,
    user_pending: 1,
    user_in_progress: 1,
  },
  session_id: 's',
}

const owner: Listener = { userId: 'ann', isAdmin: false, followsQueue: true }
const mute: Listener = { ...owner, followsQueue: false }
const other: Listener = { userId: 'bert', isAdmin: false, followsQueue: true }
const deaf: Listener = { ...other, followsQueue: false }
const admin: Listener = { userId: 'chief', isAdmin: true, followsQueue: false }
const everyone = { owner, mute, other, deaf, admin }

/** Who hears it in full, and who hears less. */
function hear<Name extends EventName>(name: Name, payload: EventPayload<Name>) {
  // the audience of the name is for the payload of the name
  const audience = EVENTS[name].audience as unknown as Audience<EventPayload<Name>>
  const heard = Object.entries(everyone).map(([who, listener]) => {
    const copy = payloadFor(audience, payload, listener)
    return [who, copy === null ? 'nothing' : copy === payload ? 'all' : 'less'] as const
  })
  const pick = (how: string) => heard.filter(([, what]) => what === how).map(([who]) => who)
  return { all: pick('all'), less: pick('less') }
}

test('every event is known by its own name, and every payload has a time', () => {
  for (const [name, event] of Object.entries(EVENTS)) {
    expect(event.name).toBe(name)
    expect(Object.keys(event.payload.shape)).toContain('timestamp')
  }
  expect(Object.keys(EVENTS)).toHaveLength(42)
})

test('the work of nodes is told to owner and administrators, its progress to the owner alone', () => {
  const invocation = { ...item, session_id: 's', invocation: { id: 'p', type: 'add', a: 1 }, invocation_source_id: 'n' }
  expect(hear('invocation_started', invocation)).toEqual({ all: ['owner', 'mute', 'admin'], less: [] })
  const complete = { ...invocation, result: { type: 'integer_output', value: 3 } }
  expect(hear('invocation_complete', complete)).toEqual({ all: ['owner', 'mute', 'admin'], less: [] })
  const progress = { ...invocation, message: 'step', percentage: 0.5, image: null, device: 'cpu' }
  expect(hear('invocation_progress', progress)).toEqual({ all: ['owner', 'mute'], less: [] })
})

test('a change in the queue is told to others who follow it with everything personal struck out', () => {
  expect(hear('queue_item_status_changed', changed)).toEqual({ all: ['owner', 'mute', 'admin'], less: ['other'] })
  const copy = payloadFor(EVENTS.queue_item_status_changed.audience, changed, other)
  expect(JSON.stringify(copy)).not.toMatch(/ann|secret|"[bsod]"/)
  expect(copy).toMatchObject({
    item_id: 7,
    status: 'failed',
    user_id: 'redacted',
    batch_id: 'redacted',
    session_id: 'redacted',
    origin: null,
    created_at: time,
    batch_status: { batch_id: 'redacted', total: 2 },
    queue_status: { item_id: null, user_pending: null, pending: 1 },
  })
})

test('a redacted copy still fits its schema, and the original is left alone', () => {
  const before = structuredClone(changed)
  const copy = payloadFor(EVENTS.queue_item_status_changed.audience, changed, other)
  expect(EVENTS.queue_item_status_changed.payload.parse(copy)).toEqual(copy)
  expect(changed).toEqual(before)
})

test('an enqueue is told to others without a name', () => {
  const payload = { ...item, enqueued: 3, requested: 3, priority: 0 }
  expect(hear('batch_enqueued', payload)).toEqual({ all: ['owner', 'mute', 'admin'], less: ['other'] })
  expect(payloadFor(EVENTS.batch_enqueued.audience, payload, other)).toMatchObject({
    enqueued: 3,
    user_id: 'redacted',
    batch_id: 'redacted',
    origin: null,
  })
})

test('a pause is told to all who follow the queue, with who made it', () => {
  const payload = { timestamp: 1, queue_id: 'default', paused_by: 'Chief', paused_at: time }
  expect(hear('queue_pause_changed', payload)).toEqual({ all: ['owner', 'other', 'admin'], less: [] })
})

test('of items canceled together everybody hears the own ones', () => {
  const payload = {
    timestamp: 1,
    queue_id: 'default',
    canceled_item_ids: [1, 2, 3],
    user_ids: ['ann', 'chief'],
    canceled_item_ids_by_user: { ann: [1, 2], chief: [3] },
  }
  expect(hear('queue_items_canceled', payload)).toEqual({ all: ['admin'], less: ['owner', 'mute', 'other'] })
  expect(payloadFor(EVENTS.queue_items_canceled.audience, payload, owner)).toEqual({
    ...payload,
    canceled_item_ids: [1, 2],
    user_ids: ['ann'],
    canceled_item_ids_by_user: { ann: [1, 2] },
  })
  expect(payloadFor(EVENTS.queue_items_canceled.audience, payload, other)).toMatchObject({
    canceled_item_ids: [],
    user_ids: [],
    canceled_item_ids_by_user: {},
  })
})

test('a retry is told in shares, also to somebody called constructor', () => {
  const payload = {
    timestamp: 1,
    queue_id: 'default',
    retried_item_ids: [4],
    user_ids: ['ann'],
    retried_item_ids_by_user: { ann: [4] },
  }
  const strange = { userId: 'constructor', isAdmin: false, followsQueue: false }
  expect(payloadFor(EVENTS.queue_items_retried.audience, payload, strange)).toBeNull()
  expect(payloadFor(EVENTS.queue_items_retried.audience, payload, mute)).toMatchObject({ retried_item_ids: [4] })
})

test('a queue cleared by its user is told without a name, one cleared for all to all who follow', () => {
  const payload = { timestamp: 1, queue_id: 'default', user_id: 'ann' }
  expect(hear('queue_cleared', payload)).toEqual({ all: ['owner', 'mute', 'admin'], less: ['other'] })
  expect(payloadFor(EVENTS.queue_cleared.audience, payload, other)?.user_id).toBe('redacted')
  expect(hear('queue_cleared', { ...payload, user_id: null })).toEqual({ all: ['owner', 'other', 'admin'], less: [] })
})

test('a workflow is told to all when it is, or was, for all', () => {
  const payload = { timestamp: 1, workflow_id: 'w', user_id: 'ann' }
  const few = { all: ['owner', 'mute', 'admin'], less: [] }
  const all = { all: ['owner', 'mute', 'other', 'deaf', 'admin'], less: [] }
  expect(hear('workflow_created', { ...payload, is_public: false })).toEqual(few)
  expect(hear('workflow_created', { ...payload, is_public: true })).toEqual(all)
  expect(hear('workflow_updated', { ...payload, old_is_public: true, new_is_public: false })).toEqual(few)
  expect(hear('workflow_access_revoked', payload)).toEqual(all)
  expect(hear('workflow_deleted', { ...payload, is_public: true })).toEqual(all)
})

test('models on their way are told to administrators, and their loading to who waits for it', () => {
  const source = { type: 'local', path: 'x', inplace: true } as const
  expect(hear('model_install_started', { timestamp: 1, id: 1, source })).toEqual({ all: ['admin'], less: [] })
  expect(EVENTS.model_load_started.audience).toEqual({ to: 'owner' })
})

test('a change of role is told to the account itself', () => {
  expect(hear('account_role_changed', { timestamp: 1, user_id: 'ann', is_admin: true })).toEqual({
    all: ['owner', 'mute'],
    less: [],
  })
})

test('the answer to a wrong subscription is for nobody else', () => {
  const payload = { timestamp: 1, queue_id: 'elsewhere', message: 'No queue is called elsewhere' }
  expect(hear('subscription_error', payload)).toEqual({ all: [], less: [] })
})

test('the system account hears everything in single-user mode, once and in full', () => {
  const system = { userId: 'system', isAdmin: true, followsQueue: true }
  const payload = { ...changed, user_id: 'system' }
  expect(payloadFor(EVENTS.queue_item_status_changed.audience, payload, system)).toBe(payload)
})

test.each([null, 5, 'x', {}, [], { queue_id: 5 }, { queue_id: null }])('%o is no subscription', (message) => {
  expect(CLIENT_MESSAGES.subscribe_queue.safeParse(message).success).toBe(false)
})

test('a subscription names a queue', () => {
  expect(CLIENT_MESSAGES.subscribe_queue.parse({ queue_id: 'default' })).toEqual({ queue_id: 'default' })
})

test('an administrator to whom accounts are closed hears private things of the opened ones alone', () => {
  const admin: Listener = { userId: 'ada', isAdmin: true, opened: new Set(['ann', 'system']), followsQueue: true }
  const created = (user_id: string, is_public = false) => ({ timestamp: 1, workflow_id: 'w', user_id, is_public })
  const hears = (user_id: string, is_public = false) =>
    payloadFor(EVENTS.workflow_created.audience, created(user_id, is_public), admin) !== null
  expect([hears('ada'), hears('ann'), hears('system'), hears('bob'), hears('bob', true)]).toEqual([true, true, true, false, true])

  const retried_item_ids_by_user = { ann: [1], bob: [2], ada: [3] }
  const payload = { timestamp: 1, queue_id: 'default', retried_item_ids: [1, 2, 3], user_ids: ['ann', 'bob', 'ada'] }
  expect(payloadFor(EVENTS.queue_items_retried.audience, { ...payload, retried_item_ids_by_user }, admin)).toEqual({
    ...payload,
    retried_item_ids: [1, 3],
    user_ids: ['ann', 'ada'],
    retried_item_ids_by_user: { ann: [1], ada: [3] },
  })
})

test('that something of anybody has changed is told to administrators alone, and says nothing of it', () => {
  expect(hear('everyones_work_changed', { timestamp: 1, of_images: true, only_added: true })).toEqual({
    all: ['admin'],
    less: [],
  })
  expect(Object.keys(EVENTS.everyones_work_changed.payload.shape)).toEqual(['timestamp', 'of_images', 'only_added'])
})
