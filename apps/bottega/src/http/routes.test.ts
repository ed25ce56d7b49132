import { listRoutes, type Route } from '@bottega/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let picture: Buffer<ArrayBuffer>

const WORKFLOW = {
  ...{ name: 'w', author: '', description: '', version: '', contact: '', tags: '', notes: '' },
  ...{ exposedFields: [], meta: { version: '4.0.0', category: 'user' }, nodes: [], edges: [], form: null },
}

beforeAll(async () => {
  const pixels = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  picture = Buffer.from(await pixels.png().toBuffer())
  server = await startTemporaryServer(inject('dist'))
})
afterAll(() => server.close())

const NASTY_PARTS = [
  'x',
  '-1',
  '99999999999999999999',
  '%00',
  '%ED%A0%80',
  '..%2f..%2fetc',
  'a'.repeat(900),
  'none',
  '%27%22%3B',
  '{}',
]
const NASTY_TEXTS = ['', 'x', 'a\0b', '\ud800', 'a'.repeat(3000), '../../x', "'; drop table images; --", '%', '🦊']
const NASTY_VALUES: readonly unknown[] = [null, true, -1, 1e308, 0.5, [], {}, [null], [[[]]], { a: { b: 1 } }, ...NASTY_TEXTS]
const NASTY_BODIES = [
  '',
  'null',
  '{',
  '[]',
  '{}',
  '"x"',
  '1',
  '\0',
  '{"a":1}'.repeat(2),
  '['.repeat(100_000),
  `{"x":"${'y'.repeat(100_000)}"}`,
]

/** What a schema asks for, with this text wherever it takes one. */
function sample(
  schema: Readonly<Record<string, unknown>>,
  text: string,
  root: Readonly<Record<string, unknown>> = schema,
): unknown {
  const branch = (schema.anyOf ?? schema.oneOf) as readonly Record<string, unknown>[] | undefined
  if (typeof schema.$ref === 'string') {
    const defs = (root.$defs ?? {}) as Readonly<Record<string, Record<string, unknown>>>
    return sample(defs[schema.$ref.replace('#/$defs/', '')] ?? {}, text, root)
  }
  if (branch?.[0]) return sample(branch[0], text, root)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  switch (schema.type) {
    case 'object': {
      const properties = (schema.properties ?? {}) as Readonly<Record<string, Record<string, unknown>>>
      const known = Object.entries(properties).map(([key, inner]) => [key, sample(inner, text, root)])
      return Object.fromEntries(known.length > 0 ? known : [[text || 'key', text]])
    }
    case 'array':
      return [sample((schema.items ?? {}) as Record<string, unknown>, text, root)]
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), 64)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return text
  }
}

/** The things that a body can name. */
function pick(things: Things, schema: Readonly<Record<string, unknown>>): object {
  const named = { ...things, image_names: [things.image_name], keys: [things.key], model_keys: [things.key] }
  return Object.fromEntries(Object.entries(named).filter(([key]) => key in ((schema.properties ?? {}) as object)))
}

function describeBody(route: Route): Readonly<Record<string, unknown>> | undefined {
  if (route.body === undefined) return undefined
  const schema: Record<string, unknown> = z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' })
  const defs = (schema.$defs ?? {}) as Readonly<Record<string, object>>
  const named = typeof schema.$ref === 'string' ? defs[schema.$ref.replace('#/$defs/', '')] : undefined
  return { ...schema, ...named, ...(named && { $ref: undefined }) }
}

function fill(path: string, part: string): string {
  return path.replaceAll(/\{\w+\}/g, part)
}

/** Ids of things that are there, by the names under which routes know them. */
type Things = Readonly<Record<string, string>>

async function makeThings(): Promise<Things> {
  const { request } = server
  const upload = new FormData()
  upload.set('file', new Blob([picture], { type: 'image/png' }), 'a.png')
  const preset = new FormData()
  preset.set('data', JSON.stringify({ name: 'p', positive_prompt: '', negative_prompt: '', type: 'user' }))
  const [board, image, workflow, stylePreset, systemPrompt] = await Promise.all([
    request('POST', '/api/v1/boards/?board_name=b'),
    request('POST', '/api/v1/images/upload?image_category=general&is_intermediate=false', { body: upload }),
    request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }),
    request('POST', '/api/v1/style_presets/', { body: preset }),
    request('POST', '/api/v1/system_prompts/', { json: { name: 'n', content: 'c' } }),
  ])
  const models = await request('GET', '/api/v2/models/')
  const idOf = ({ json }: { readonly json: unknown }, key: string) => String((json as Record<string, unknown>)[key])
  return {
    board_id: idOf(board, 'board_id'),
    image_name: idOf(image, 'image_name'),
    workflow_id: idOf(workflow, 'workflow_id'),
    style_preset_id: idOf(stylePreset, 'id'),
    system_prompt_id: idOf(systemPrompt, 'id'),
    key: (models.json as { models: { key: string }[] }).models[0]?.key ?? '',
  }
}

function* makeRequests(
  route: Route,
  things: Things,
): Generator<{ path: string; body?: string | FormData; headers?: Record<string, string> }> {
  const usual = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => things[name] ?? 'default')
  for (const part of route.params === undefined ? ['x'] : NASTY_PARTS) yield { path: fill(route.path, part) }
  yield { path: usual }
  const query = route.query?.shape ?? {}
  for (const key of Object.keys(query)) {
    for (const text of NASTY_TEXTS) yield { path: `${usual}?${key}=${encodeURIComponent(Buffer.from(text).toString())}` }
    yield { path: `${usual}?${key}=1&${key}=2` }
  }
  if (Object.keys(query).length > 0) {
    const whole = sample(z.toJSONSchema(z.object(query), { io: 'output', unrepresentable: 'any' }), 'a\0b') as Record<
      string,
      unknown
    >
    const pairs = Object.entries(whole).map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    yield { path: `${usual}?${pairs.join('&')}` }
    yield { path: `${usual}?${pairs.join('&').replaceAll('%00', '')}` }
  }
  if (route.method === 'GET' || route.method === 'HEAD') return
  for (const body of NASTY_BODIES) {
    yield { path: usual, body, headers: { 'content-type': 'application/json' } }
    yield { path: usual, body, headers: { 'content-type': 'text/plain' } }
    yield { path: usual, body, headers: { 'content-type': 'multipart/form-data; boundary=x' } }
  }
  yield { path: usual, body: 'x', headers: { 'content-type': 'application/xml' } }
  const schema = describeBody(route)
  if (schema) {
    for (const text of NASTY_TEXTS) {
      const named = { ...(sample(schema, text) as object), ...pick(things, schema) }
      yield { path: usual, body: JSON.stringify(sample(schema, text)), headers: { 'content-type': 'application/json' } }
      yield { path: usual, body: JSON.stringify(named), headers: { 'content-type': 'application/json' } }
    }
    const properties = Object.keys((schema.properties ?? {}) as object)
    for (const key of properties) {
      for (const value of NASTY_VALUES) {
        const body = JSON.stringify({ ...(sample(schema, 'x') as object), ...pick(things, schema), [key]: value })
        yield { path: usual, body, headers: { 'content-type': 'application/json' } }
      }
    }
  }
  for (const key of Object.keys(route.form?.shape ?? {})) {
    for (const text of NASTY_TEXTS) {
      const form = new FormData()
      form.set(key, text)
      yield { path: usual, body: form }
      const withFile = new FormData()
      withFile.set(key, new Blob([text], { type: 'image/png' }), 'a.png')
      yield { path: usual, body: withFile }
    }
  }
}

test('every route is mounted', async () => {
  const answers = await Promise.all(
    listRoutes()
      .filter(({ route }) => route.method !== 'HEAD')
      .map(async ({ name, route }) => {
        const { json } = await server.request(route.method, fill(route.path, '0'))
        return [name, (json as { detail?: unknown } | undefined)?.detail]
      }),
  )
  expect(answers.filter(([, detail]) => detail === 'Not Found')).toEqual([])
})

test.each(listRoutes().map(({ name, route }) => [name, route] as const))('%s bears whatever is sent', async (_name, route) => {
  const faults: string[] = []
  for (const { path, body, headers } of makeRequests(route, await makeThings())) {
    const answer = await server.request(route.method, path, { ...(body !== undefined && { body }), ...(headers && { headers }) })
    const sent = `${route.method} ${path.slice(0, 120)} ${typeof body === 'string' ? body.slice(0, 80) : ''}`
    const detail = (answer.json as { detail?: unknown } | undefined)?.detail
    if (answer.status === 500) faults.push(`500: ${sent}: ${server.log.at(-1)}`)
    else if (answer.status >= 400 && route.method !== 'HEAD' && !isRefusal(answer.status, detail))
      faults.push(`${answer.status}: ${sent}`)
  }
  expect(faults).toEqual([])
})

function isRefusal(status: number, detail: unknown): boolean {
  if (typeof detail === 'string') return detail !== ''
  return status === 422 && Array.isArray(detail) && detail.length > 0 && detail.every(({ msg }) => typeof msg === 'string')
}
