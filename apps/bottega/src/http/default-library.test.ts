import { type WorkflowListItem, WorkflowRecordWithThumbnail } from '@bottega/contracts'
import { type Graph, type NodeJson, readWorkflow } from '@bottega/graph'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { syncDefaultLibrary } from '../services/library/default-library.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
})
afterAll(() => server.close())

async function ask(method: string, path: string, json?: unknown): Promise<{ status: number; json: never }> {
  return server.request(method, `/api/v1/${path}`, json === undefined ? {} : { json })
}

async function listWorkflows(query = '?categories=default'): Promise<readonly WorkflowListItem[]> {
  return ((await ask('GET', `workflows/${query}`)).json as { readonly items: WorkflowListItem[] }).items
}

async function upload(pixels: Sharp): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
  const answer = await server.request('POST', '/api/v1/images/upload?image_category=user&is_intermediate=false', { body: form })
  return (answer.json as { readonly image_name: string }).image_name
}

/** The graph as an editor sends it, with pictures for the nodes that ask for one. */
function fillIn(graph: Graph, pictures: Readonly<Record<string, string>>): Graph {
  const nodes = Object.values(graph.nodes).map((node): [string, NodeJson] => {
    const name = pictures[node.id]
    return [node.id, name === undefined ? node : { ...node, image: { image_name: name } }]
  })
  return { ...graph, nodes: Object.fromEntries(nodes) }
}

const IDS = ['default_image_to_image', 'default_inpaint', 'default_text_to_image']

test('workflows that come with the program are there from the first start, with the starter model in them', async () => {
  const items = await listWorkflows()
  expect(items.map(({ workflow_id }) => workflow_id).sort()).toEqual(IDS)
  expect(items.map(({ category, user_id }) => [category, user_id])).toEqual(IDS.map(() => ['default', 'system']))
  expect((await ask('GET', 'workflows/counts_by_category?categories=default')).json).toEqual({ default: 3 })
  expect((await ask('GET', 'workflows/tags?categories=default')).json).toContain('inpainting')
})

test.each(IDS)('%s runs on the starter model as it is', { timeout: 120_000 }, async (id) => {
  const { json } = await ask('GET', `workflows/i/${id}`)
  const { workflow } = WorkflowRecordWithThumbnail.parse(json)
  const [width, height] = [150, 100]
  const image = await upload(sharp({ create: { width, height, channels: 3, background: 'orange' } }))
  const mask = await upload(sharp({ create: { width, height, channels: 3, background: 'black' } }))
  const graph = fillIn(readWorkflow(workflow, 'graph'), { image, mask })
  const { json: enqueued, status } = await ask('POST', 'queue/default/enqueue_batch', { batch: { graph, workflow } })
  expect([status, enqueued]).toMatchObject([200, { enqueued: 1 }])
  const [itemId] = (enqueued as { readonly item_ids: number[] }).item_ids
  const look = async () => (await ask('GET', `queue/default/i/${itemId}`)).json as { readonly status: string }
  await expect.poll(async () => (await look()).status, { timeout: 100_000 }).toMatch(/completed|failed/)
  expect(await look()).toMatchObject({ status: 'completed' })
  const { items } = (await ask('GET', 'images/?categories=general&is_intermediate=false')).json as {
    readonly items: { readonly image_name: string; readonly width: number; readonly height: number }[]
  }
  const isFromText = id === 'default_text_to_image'
  expect(items[0]).toMatchObject(isFromText ? { width: 128, height: 128 } : { width, height })
  expect((await ask('GET', `images/i/${items[0]?.image_name}/metadata`)).json).toMatchObject({
    model: { name: 'Bottega Starter' },
    ...{ steps: 12, cfg_scale: 2, scheduler: 'ddim', width: 128 },
  })
})

test('nobody changes or deletes them', async () => {
  const [id] = IDS
  const { json } = await ask('GET', `workflows/i/${id}`)
  const { workflow } = json as { readonly workflow: { readonly meta: object } }
  const form = new FormData()
  const pixels = sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
  form.set('image', new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
  const asUser = { ...workflow, meta: { version: '4.0.0', category: 'user' } }
  const answers = [
    await ask('PATCH', `workflows/i/${id}`, { workflow }),
    await ask('PATCH', `workflows/i/${id}`, { workflow: asUser }),
    await ask('PATCH', `workflows/i/${id}/is_public`, { is_public: true }),
    await ask('DELETE', `workflows/i/${id}`),
    await ask('DELETE', `workflows/i/${id}/thumbnail`),
    await server.request('PUT', `/api/v1/workflows/i/${id}/thumbnail`, { body: form }),
  ]
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403))
  // but everybody may open one, and keep a copy
  expect((await ask('PUT', `workflows/i/${id}/opened_at`)).status).toBe(200)
  const { id: _id, ...copy } = asUser as { readonly id?: string }
  expect((await ask('POST', 'workflows/', { workflow: copy })).status).toBe(200)
})

test('style presets come along, are listed, and stay as they are', async () => {
  const list = async () => (await ask('GET', 'style_presets/')).json as { readonly id: string; readonly type: string }[]
  const defaults = (await list()).filter(({ type }) => type === 'default')
  expect(defaults.length).toBeGreaterThanOrEqual(6)
  const id = defaults[0]?.id
  const form = new FormData()
  form.set('data', JSON.stringify({ name: 'mine' }))
  expect((await server.request('PATCH', `/api/v1/style_presets/i/${id}`, { body: form })).status).toBe(403)
  expect((await ask('DELETE', `style_presets/i/${id}`)).status).toBe(403)
  expect(await list()).toEqual(expect.arrayContaining(defaults))
  const exported = await server.request('GET', '/api/v1/style_presets/export')
  expect(exported.bytes.toString()).toBe('name,prompt,negative_prompt\r\n')
})

test('system prompts to begin with are there once, for everybody', async () => {
  const list = async () => (await ask('GET', 'system_prompts/')).json as { readonly id: string; readonly is_public: boolean }[]
  const first = await list()
  expect(first).toMatchObject([
    { name: 'Describe a picture', is_public: true, owner: { user_id: 'system', display_name: 'System' }, access: 'owner' },
    { name: 'Expand a prompt' },
  ])
  for (const { id } of first) expect((await ask('DELETE', `system_prompts/i/${id}`)).status).toBe(200)
  await syncDefaultLibrary(server.app)
  expect(await list()).toEqual([])
})

test('a start brings them to what the release has, and leaves what people made', async () => {
  const { db } = server.app
  const mine = (await listWorkflows('?categories=user')).map(({ workflow_id }) => workflow_id)
  const before = await listWorkflows()
  const [{ workflow_id: id }] = before as [WorkflowListItem]
  await db.updateTable('workflows').set({ name: 'old', workflow: '{}' }).where('workflow_id', '=', id).execute()
  await db.deleteFrom('workflows').where('workflow_id', '=', 'default_inpaint').execute()
  const gone = { workflow_id: 'default_gone', user_id: 'system', name: 'x', description: '', tags: '', workflow: '{}' }
  await db
    .insertInto('workflows')
    .values({ ...gone, category: 'default' })
    .execute()
  await db.updateTable('style_presets').set({ name: 'old' }).where('type', '=', 'default').execute()
  await syncDefaultLibrary(server.app)
  const names = (items: readonly WorkflowListItem[]) => items.map(({ workflow_id, name }) => [workflow_id, name])
  const after = await listWorkflows()
  expect(names(after)).toEqual(names(before))
  expect((await listWorkflows('?categories=user')).map(({ workflow_id }) => workflow_id)).toEqual(mine)
  const presets = (await ask('GET', 'style_presets/')).json as { readonly name: string }[]
  expect(presets.map(({ name }) => name)).not.toContain('old')
  // one that is as it should be is not touched
  await syncDefaultLibrary(server.app)
  expect(await listWorkflows()).toEqual(after)
})
