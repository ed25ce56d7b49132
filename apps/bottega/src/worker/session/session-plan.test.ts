import { expect, test } from 'vitest'
import type { SessionHost, SessionReport, SessionResult, SessionToRun } from '../session-port.ts'
import { runSession } from './run-session.ts'
import { createSessionRoom } from './session-room.ts'

const node = (id: string, type: string, inputs: object = {}) => ({ id, type, is_intermediate: true, use_cache: true, ...inputs })
const edge = (from: string, field: string, to: string, toField: string) => ({
  source: { node_id: from, field },
  destination: { node_id: to, field: toField },
})
const graph = {
  id: 'g',
  nodes: {
    list: node('list', 'integer_collection', { collection: [1, 2] }),
    each: node('each', 'iterate'),
    noise: node('noise', 'noise', { width: 64, height: 64, seed: 5 }),
    size: node('size', 'lresize', { width: 128, height: 128 }),
    call: node('call', 'call_saved_workflow', { workflow_id: 'w' }),
    all: node('all', 'collect'),
  },
  edges: [
    edge('list', 'collection', 'each', 'collection'),
    edge('each', 'item', 'call', 'saved_workflow_input::n::a'),
    edge('noise', 'noise', 'size', 'latents'),
    edge('call', 'values', 'all', 'item'),
  ],
}

const session: SessionToRun = {
  ...{ sessionId: 's', userId: 'ann', graph: JSON.stringify(graph), fieldValues: null, workflow: null },
  ...{ cache: { isEnabled: false, maxSize: 0 }, resumption: null, isCalled: false },
}

/** Runs it in a process of its own, so to say: nothing of what earlier ones held is there. */
async function run(toRun: SessionToRun) {
  const reports: SessionReport[] = []
  const signal = new AbortController().signal
  const result = await runSession(toRun, createSessionRoom(), {
    host: {} as SessionHost,
    signal,
    report: (told) => reports.push(told),
  })
  const started = reports.flatMap((report) => (report.kind === 'started' ? [report.sourceId] : []))
  return { result, reports, started }
}

function resume({ suspension }: SessionResult, values: object): SessionToRun {
  if (suspension === undefined) throw new Error('it does not wait')
  const { state, things } = suspension
  return { ...session, resumption: { state, things: [things], returned: JSON.stringify(values) } }
}

test('a session goes on elsewhere after each call, with its tensors and without running anything twice', async () => {
  const first = await run(session)
  expect(first.result).toMatchObject({ outcome: 'suspended', suspension: { call: { workflowId: 'w', sourceId: 'call' } } })
  const second = await run(resume(first.result, { n: 1 }))
  expect(second.result).toMatchObject({
    outcome: 'suspended',
    suspension: { call: { inputs: { 'saved_workflow_input::n::a': 2 } } },
  })
  const last = await run(resume(second.result, { n: 2 }))
  expect(last.result.outcome).toBe('completed')
  expect(last.reports[0]).toMatchObject({ kind: 'resumed', sourceId: 'call' })

  const all = [...first.started, ...second.started, ...last.started]
  expect(all.toSorted()).toEqual(['all', 'call', 'call', 'each', 'each', 'list', 'noise', 'size'])
  // what came before the call is known in the session that went on, under the same ids
  const { results, prepared_source_mapping } = JSON.parse(last.result.session)
  const gathered = Object.entries(prepared_source_mapping).find(([, source]) => source === 'all')?.[0] ?? ''
  expect(results[gathered].collection).toEqual([{ n: 1 }, { n: 2 }])
  expect(Object.keys(results)).toEqual(expect.arrayContaining(Object.keys(JSON.parse(first.result.session).results)))
})

test('tensors that a called session returns reach the one that called it', async () => {
  const returning = {
    id: 'g',
    nodes: {
      noise: node('noise', 'noise', { width: 64, height: 64, seed: 5 }),
      named: node('named', 'workflow_return_value', { key: 'latents' }),
      back: node('back', 'workflow_return'),
    },
    edges: [edge('noise', 'noise', 'named', 'value'), edge('named', 'value', 'back', 'values')],
  }
  const { result: called } = await run({ ...session, graph: JSON.stringify(returning), isCalled: true })
  const calling = {
    id: 'g',
    nodes: {
      call: node('call', 'call_saved_workflow', { workflow_id: 'w' }),
      get: node('get', 'workflow_return_get', { key: 'latents' }),
      size: node('size', 'lresize', { width: 128, height: 128 }),
    },
    edges: [edge('call', 'values', 'get', 'values'), edge('get', 'value', 'size', 'latents')],
  }
  const { result: waiting } = await run({ ...session, graph: JSON.stringify(calling) })
  const { state, things } = waiting.suspension!
  const [values] = JSON.parse(called.returned?.values ?? '[]')
  const resumption = { state, returned: JSON.stringify(values), things: [things, called.returned!.things] }
  const { result } = await run({ ...session, graph: JSON.stringify(calling), resumption })
  expect(result.error).toBeUndefined()
  expect(result.outcome).toBe('completed')
})
