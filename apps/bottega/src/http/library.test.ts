import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { ServerEvent } from '../services/app.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
const events: ServerEvent[] = []

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  server.events.subscribe((event) => events.push(event))
})
afterAll(() => server.close())

const WORKFLOW = {
  ...{ name: 'Wölf', author: 'a', description: 'b', version: '1', contact: '', tags: 'one, two', notes: '' },
  ...{ exposedFields: [{ nodeId: 'n', fieldName: 'f' }], meta: { version: '4.0.0', category: 'user' } },
  ...{ nodes: [{ id: 'n', type: 'invocation', data: { type: 'workflow_return' } }], edges: [], form: { elements: {} } },
}

async function ask(method: string, path: string, json?: unknown): Promise<{ status: number; json: never; headers: Headers }> {
  return server.request(method, `/api/v1/${path}`, json === undefined ? {} : { json })
}

async function saveWorkflow(changes: object = {}): Promise<string> {
  const { json } = await ask('POST', 'workflows/', { workflow: { ...WORKFLOW, ...changes } })
  return (json as { readonly workflow_id: string }).workflow_id
}

async function paint(): Promise<Blob> {
  const pixels = sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
  return new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' })
}

test('a workflow is kept without keys that it does not have, and read back', async () => {
  const saved = await ask('POST', 'workflows/', { workflow: { ...WORKFLOW, colour: 'red' } })
  expect([saved.status, saved.json]).toMatchObject([
    200,
    { name: 'Wölf', opened_at: null, has_been_opened: false, access: 'owner' },
  ])
  const { workflow_id }: { readonly workflow_id: string } = saved.json
  const { json } = await ask('GET', `workflows/i/${workflow_id}`)
  expect(json).toMatchObject({
    workflow: { ...WORKFLOW, id: workflow_id },
    thumbnail_url: null,
    call_saved_workflow_compatibility: { is_callable: true, reason: 'ok' },
  })
  expect((json as { workflow: object }).workflow).not.toHaveProperty('colour')
  expect(events).toContainEqual({ name: 'workflow_created', payload: expect.objectContaining({ workflow_id, is_public: true }) })
})

test('the path says which workflow is changed', async () => {
  const workflowId = await saveWorkflow()
  const change = (workflow: object) => ask('PATCH', `workflows/i/${workflowId}`, { workflow })
  expect((await change({ ...WORKFLOW, name: '' })).json).toMatchObject({ name: '', workflow: { id: workflowId } })
  expect((await change({ ...WORKFLOW, id: 'other' })).status).toBe(422)
  expect((await change({ ...WORKFLOW, meta: { version: '4.0.0', category: 'default' } })).status).toBe(403)
  expect((await change({ ...WORKFLOW, nodes: [...WORKFLOW.nodes, ...WORKFLOW.nodes] })).status).toBe(422)
})

test('workflows are found by text, tag and what was done with them', async () => {
  const workflowId = await saveWorkflow({ name: 'Needle', tags: 'haystack, two' })
  await ask('PUT', `workflows/i/${workflowId}/opened_at`)
  const found = async (query: string) => (await ask('GET', `workflows/?${query}`)).json
  expect(await found('query=needle')).toMatchObject({
    items: [{ workflow_id: workflowId, has_been_opened: true }],
    total: 1,
    pages: 1,
  })
  expect(await found('tags=hay&per_page=1&page=0')).toMatchObject({ total: 1, per_page: 1 })
  expect(await found('query=needle&has_been_opened=false')).toMatchObject({ total: 0 })
  expect((await ask('GET', 'workflows/tags')).json).toEqual(expect.arrayContaining(['haystack', 'two']))
  expect((await ask('GET', 'workflows/counts_by_tag?tags=haystack&tags=none')).json).toEqual({ haystack: 1, none: 0 })
  expect((await ask('GET', 'workflows/counts_by_category?categories=user')).json).toEqual({ user: 3 })
})

test('taking a workflow from the public is told to everybody', async () => {
  const workflowId = await saveWorkflow()
  for (const is_public of [true, false]) {
    expect((await ask('PATCH', `workflows/i/${workflowId}/is_public`, { is_public })).json).toMatchObject({ is_public })
  }
  expect(events).toContainEqual({
    name: 'workflow_access_revoked',
    payload: expect.objectContaining({ workflow_id: workflowId }),
  })
})

test('a workflow gets a picture and loses it with itself', async () => {
  const workflowId = await saveWorkflow()
  const path = `/api/v1/workflows/i/${workflowId}/thumbnail`
  const form = new FormData()
  form.set('image', await paint(), 'a.png')
  expect((await server.request('PUT', path, { body: form })).json).toBeNull()
  const shown = await server.request('GET', path)
  expect(shown.headers.get('cache-control')).toBe('private, no-cache')
  expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'webp', width: 256 })
  expect((await ask('GET', `workflows/i/${workflowId}`)).json).toMatchObject({
    thumbnail_url: expect.stringContaining('/thumbnail?'),
  })
  expect((await ask('DELETE', `workflows/i/${workflowId}`)).json).toBeNull()
  expect((await server.request('GET', path)).json).toEqual({ detail: 'Workflow not found' })
  expect(events).toContainEqual({ name: 'workflow_deleted', payload: expect.objectContaining({ workflow_id: workflowId }) })
})

async function makePreset(name: string, image?: Blob): Promise<string> {
  const form = new FormData()
  form.set('data', JSON.stringify({ name, positive_prompt: `${name} {prompt}`, negative_prompt: 'bad', type: 'user' }))
  if (image) form.set('image', image, 'a.png')
  const { status, json } = await server.request('POST', '/api/v1/style_presets/', { body: form })
  expect(status).toBe(200)
  return (json as { readonly id: string }).id
}

test('a change of a preset keeps what is not sent, its picture too', async () => {
  const id = await makePreset('Oil', await paint())
  const form = new FormData()
  form.set('data', '{"name":"Ink"}')
  const { json } = await server.request('PATCH', `/api/v1/style_presets/i/${id}`, { body: form })
  expect(json).toMatchObject({
    name: 'Ink',
    preset_data: { positive_prompt: 'Oil {prompt}', negative_prompt: 'bad' },
    image: expect.any(String),
  })
  expect((await server.request('GET', `/api/v1/style_presets/i/${id}/image`)).headers.get('content-type')).toBe('image/webp')
  expect((await ask('DELETE', `style_presets/i/${id}`)).json).toBeNull()
  expect((await ask('GET', `style_presets/i/${id}`)).json).toEqual({ detail: 'Style preset not found' })
})

test('presets go out as a table and come in again, whatever stands in them', async () => {
  const name = 'Comma, "quote"\nline'
  await makePreset(name)
  const table = await server.request('GET', '/api/v1/style_presets/export')
  expect(table.headers.get('content-disposition')).toBe('attachment; filename="prompt_templates.csv"')
  expect(table.bytes.toString().split('\r\n')[0]).toBe('name,prompt,negative_prompt')
  const before = (await ask('GET', 'style_presets/')).json as { name: string; type: string }[]
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(table.bytes)], { type: 'text/csv' }), 'a.csv')
  expect((await server.request('POST', '/api/v1/style_presets/import', { body: form })).json).toBeNull()
  const after = (await ask('GET', 'style_presets/')).json as { name: string; type: string }[]
  const countMine = (presets: readonly { readonly type: string }[]) => presets.filter(({ type }) => type === 'user').length
  expect(countMine(after)).toBe(countMine(before) * 2)
  expect(after.filter((preset) => preset.name === name)).toHaveLength(2)
})

test('system prompts are made, changed in part and deleted', async () => {
  const made = await ask('POST', 'system_prompts/', { name: 'n', content: 'c' })
  const { id }: { readonly id: string } = made.json
  expect((await ask('PATCH', `system_prompts/i/${id}`, { is_public: true })).json).toMatchObject({
    name: 'n',
    content: 'c',
    is_public: true,
  })
  expect((await ask('PATCH', `system_prompts/i/${id}`, { colour: 1 })).status).toBe(422)
  expect((await ask('GET', 'system_prompts/')).json).toContainEqual(expect.objectContaining({ id, access: 'owner' }))
  expect((await ask('DELETE', `system_prompts/i/${id}`)).json).toBeNull()
  expect((await ask('GET', `system_prompts/i/${id}`)).json).toEqual({ detail: 'System prompt not found' })
})

test('a page keeps texts by key, and a stale write is told what is there', async () => {
  const path = '/api/v1/client_state/anything/set_by_key?key=a'
  const plain = { 'content-type': 'text/plain' }
  const first = await server.request('POST', path, { body: '{"x":1}', headers: plain })
  expect([first.status, first.json]).toEqual([200, '{"x":1}'])
  const read = await ask('GET', 'client_state/other/get_by_key?key=a')
  expect([read.json, read.headers.get('etag')]).toEqual(['{"x":1}', first.headers.get('etag')])
  const second = await server.request('POST', path, { json: 'newer' })
  expect(second.json).toBe('newer')
  const stale = await server.request('POST', path, {
    body: 'late',
    headers: { ...plain, 'if-match': first.headers.get('etag') ?? '' },
  })
  expect([stale.status, stale.json]).toMatchObject([412, { value: 'newer' }])
  const fresh = { ...plain, 'if-match': second.headers.get('etag') ?? '' }
  expect((await server.request('POST', path, { body: 'third', headers: fresh })).status).toBe(200)
  expect((await server.request('POST', path, { json: { x: 1 } })).status).toBe(422)
  await server.request('POST', '/api/v1/client_state/q/set_by_key?key=a_b', { body: 'x', headers: plain })
  expect((await ask('GET', 'client_state/q/get_keys_by_prefix?prefix=a_')).json).toEqual(['a_b'])
  await ask('POST', 'client_state/q/delete_by_key?key=a')
  expect((await ask('GET', 'client_state/q/get_by_key?key=a')).json).toBeNull()
})

test('the first text under a key can be written only once', async () => {
  const none = (await ask('GET', 'client_state/q/get_by_key?key=new')).headers.get('etag') ?? ''
  const write = (body: string) =>
    server.request('POST', '/api/v1/client_state/q/set_by_key?key=new', {
      body,
      headers: { 'content-type': 'text/plain', 'if-match': none },
    })
  const answers = await Promise.all([write('a'), write('b'), write('c')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
})

test('settings from another program are kept and told to open pages', async () => {
  const { json } = await ask('POST', 'recall/default', { positive_prompt: 'a fox', model: 'Bottega Starter', steps: 9 })
  expect(json).toMatchObject({
    status: 'success',
    updated_count: 3,
    parameters: { positive_prompt: 'a fox', model: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  })
  expect((await ask('GET', 'client_state/q/get_by_key?key=recall_steps')).json).toBe('9')
  expect(events.map(({ name }) => name)).toContain('recall_parameters_updated')
  await ask('POST', 'recall/default?strict=true', { steps: 5 })
  expect((await ask('GET', 'client_state/q/get_by_key?key=recall_positive_prompt')).json).toBeNull()
  expect((await ask('POST', 'recall/default', { reference_images: [{ image_name: 'x.png' }] })).status).toBe(404)
  expect((await ask('POST', 'recall/default?strict=true&append=true', {})).status).toBe(400)
  expect((await ask('POST', 'recall/default', {})).json).toEqual({ status: 'no_parameters_provided', updated_count: 0 })
})

test('dynamic prompts are written out, and a broken one stands for itself', async () => {
  const write = async (json: object) => (await ask('POST', 'utilities/dynamicprompts', json)).json
  expect(await write({ prompt: '{a|b} {c|d}' })).toEqual({ prompts: ['a c', 'a d', 'b c', 'b d'], error: null })
  expect(await write({ prompt: '' })).toEqual({ prompts: [''], error: null })
  expect(await write({ prompt: '{a|b' })).toEqual({ prompts: ['{a|b'], error: expect.any(String) })
  const chance = { prompt: '{a|b|c|d|e}', combinatorial: false, max_prompts: 6, seed: 3 }
  expect(await write(chance)).toEqual(await write(chance))
})

test('lists say which workflows can be called, and find them by it', async () => {
  const node = (id: string, type: string, inputs: object = {}) => ({ id, type: 'invocation', data: { type, inputs } })
  const back = node('back', 'workflow_return')
  const many = node('many', 'integer_batch', { integers: { value: Array(10_001).fill(1) } })
  const intoMany = { source: 'n', target: 'many', sourceHandle: 'value', targetHandle: 'integers' }
  const fromMany = { source: 'many', target: 'n', sourceHandle: 'value', targetHandle: 'a' }
  const kinds: Record<string, object> = {
    ok: { nodes: [back, node('n', 'add')] },
    missing_workflow_return: { nodes: [node('n', 'add')] },
    unsupported_node: { nodes: [back, node('n', 'string_generator')] },
    unsupported_batch_input: { nodes: [back, node('n', 'add'), many], edges: [intoMany] },
    invalid_graph: { nodes: [back, node('n', 'add', { a: { value: 'x' } })] },
    exceeds_capacity: { nodes: [back, node('n', 'add'), many], edges: [fromMany] },
  }
  for (const [reason, changes] of Object.entries(kinds)) await saveWorkflow({ ...changes, name: reason, tags: 'kinds' })
  const list = async (more: string) => {
    const { json } = await ask('GET', `workflows/?tags=kinds${more}`)
    type Item = {
      name: string
      call_saved_workflow_compatibility: { is_callable: boolean; reason: string; message: string | null }
    }
    return (json as { readonly items: readonly Item[] }).items
  }
  const all = await list('')
  expect(all).toHaveLength(Object.keys(kinds).length)
  for (const { name, call_saved_workflow_compatibility: told } of all) {
    const isOk = name === 'ok'
    expect(told).toEqual({ is_callable: isOk, reason: name, message: isOk ? null : expect.any(String) })
  }
  expect((await list('&callable=true')).map(({ name }) => name)).toEqual(['ok'])
  expect(await list('&callable=false')).toHaveLength(all.length - 1)
})
