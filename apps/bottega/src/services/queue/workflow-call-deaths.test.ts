import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSessionServer } from '../testing/session-server.ts'
import { addWorkflow, makeGraph } from '../testing/workflow-graphs.ts'
import { showItem } from './queue.ts'

/*
 * Workers that die while workflows are called, on the real port but without an engine.
 */

/**
 * Saves an image of `before` pixels, waits where its graph calls a workflow, and saves one of 16 afterwards. It dies where it stands in
 * `deaths`, as often as it stands there.
 */
const script = (folder: string) => `
import { readFileSync, writeFileSync } from 'node:fs'
process.on('disconnect', () => process.exit(0))
const path = ${JSON.stringify(join(folder, 'deaths.json'))}
function pass(point) {
  const deaths = JSON.parse(readFileSync(path, 'utf8'))
  if (deaths[0] !== point) return
  writeFileSync(path, JSON.stringify(deaths.slice(1)))
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
const say = (message) => new Promise((resolve) => process.send(message, resolve))
const common = { session: '{}', cache: { size: 0, hits: 0, misses: 0 }, modelKeys: [] }
const nothing = Buffer.alloc(0)
let id, session, call
process.on('message', async (message) => {
  if (message.type === 'run') {
    ;({ id, session } = message)
    call = Object.values(JSON.parse(session.graph).nodes).find(({ type }) => type === 'call_saved_workflow')
    const width = call === undefined ? 4 : session.resumption === null ? 8 : 16
    const node = { id: 'p' + width, type: 'blank_image' }
    await say({ type: 'report', id, report: { kind: 'started', node, sourceId: 'n' } })
    await say({ type: 'call', id, call: 1, name: 'saveImage', argument: { bytes: Buffer.from('x'), thumbnail: Buffer.from('x'), placeholder: 'AAAA',
      width, height: 8, category: 'general', isIntermediate: false, boardId: null, metadata: null, nodeId: node.id } })
  }
  if (message.type === 'answer') {
    pass(call === undefined ? 'called' : session.resumption === null ? 'before' : 'after')
    const returned = { values: '[{"n":1}]', things: nothing }
    const suspension = { call: { nodeId: 'c', sourceId: 'call', workflowId: call?.workflow_id, inputs: {} }, state: '{}', things: nothing }
    const result = call === undefined ? { outcome: 'completed', ...common, returned }
      : session.resumption === null ? { outcome: 'suspended', ...common, suspension } : { outcome: 'completed', ...common }
    await say({ type: 'session', id, result })
  }
})
`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-deaths-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function callWith(deaths: readonly string[]) {
  const workerFile = join(folder, `${randomUUID()}.mjs`)
  await writeFile(workerFile, script(folder))
  await writeFile(join(folder, 'deaths.json'), JSON.stringify(deaths))
  const server = await openSessionServer({ workerFile })
  await server.sessions.start()
  const workflowId = await addWorkflow(server, makeGraph({ back: { type: 'workflow_return' } }), { name: 'Called' })
  const [parent = 0] = await server.enqueue(makeGraph({ call: { type: 'call_saved_workflow', workflow_id: workflowId } }))
  await server.hearStatus(parent, 'completed', 'failed')
  const items = await server.db.selectFrom('queue_items').select(['status', 'attempt']).orderBy('item_id').execute()
  const images = await server.db.selectFrom('images').select('width').orderBy('width').execute()
  return { server, parent, items, widths: images.map(({ width }) => width) }
}

test.each([
  ['before', [2, 1]],
  ['called', [1, 2]],
  ['after', [2, 1]],
])(
  'a worker that dies in what runs %s the call costs one attempt there, and each image is there once',
  async (point, attempts) => {
    const { server, items, widths } = await callWith([point])
    await using _ = server
    expect(items).toEqual(attempts.map((attempt) => ({ status: 'completed', attempt })))
    expect(widths).toEqual([4, 8, 16])
  },
)

test('what was called and dies twice fails the item that waits for it', async () => {
  const { server, parent, items } = await callWith(['called', 'called'])
  await using _ = server
  expect(items.map(({ status }) => status)).toEqual(['failed', 'failed'])
  const { error_type, error_message } = await showItem(server.reads, SYSTEM_ACTOR, parent)
  expect(error_type).toBe('WorkflowCallError')
  expect(error_message).toContain('Workflow "Called" failed in item 2: The worker process')
  expect(await server.db.selectFrom('workflow_calls').select(['state', 'status']).execute()).toEqual([
    { state: null, status: 'failed' },
  ])
})
