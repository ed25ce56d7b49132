import type { Route } from '@bottega/contracts'
import { z } from 'zod'

/** Ids of things that are there, by the names under which routes know them. */
export type Things = Readonly<Record<string, string>>

/** A text that no refusal may repeat. */
export const SECRET = 'hush-Hush-7'
const HUGE_TEXT = 'a('.repeat(5 * 2 ** 20)

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
/** Values that stand where something else is expected. */
export const NASTY_VALUES: readonly unknown[] = [
  ...[null, true, -1, 0, 2 ** 31, 2 ** 53, 1e308, 0.5, '1', 'NaN', [], {}, [null], [[[]]], { a: { b: 1 } }, [{}], [1, 'x', null]],
  ...[JSON.parse('{"__proto__":{"toString":1}}'), { constructor: { prototype: { x: 1 } } }, { length: 1e9 }],
  ...NASTY_TEXTS,
]
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
  '{"a":'.repeat(100_000),
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `{"x":"${'y'.repeat(100_000)}"}`,
  `{"x":${'9'.repeat(100_000)}}`,
  'NaN',
  '{"a":NaN}',
  '{"a":-Infinity}',
  '{"a":1e999}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '\ufeff{}',
]

/** The kinds of bodies that there are parsers for. */
const CONTENT_TYPES = { 'application/json': '', 'text/plain': '', 'multipart/form-data': '; boundary=x' }
/** Enough for a route that does not take the kind at all: nothing, something broken, something sound. */
const FEW_BODIES = ['', '{', '{}']

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

/** The JSON schema of a route's body; undefined when it takes none. */
export function describeBody(route: Route): Readonly<Record<string, unknown>> | undefined {
  if (route.body === undefined) return undefined
  const schema: Record<string, unknown> = z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' })
  const defs = (schema.$defs ?? {}) as Readonly<Record<string, object>>
  const named = typeof schema.$ref === 'string' ? defs[schema.$ref.replace('#/$defs/', '')] : undefined
  return { ...schema, ...named, ...(named && { $ref: undefined }) }
}

/** A path with one text in all of its braces. */
export function fill(path: string, part: string): string {
  return path.replaceAll(/\{\w+\}/g, part)
}

/** A body that fits but for its texts, and names things that are there. */
export function sampleBody(schema: Readonly<Record<string, unknown>>, things: Things, text = 'x'): unknown {
  const body = sample(schema, text)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...pick(things, schema) } : body
}

/** A request, but for its method. */
export interface HostileRequest {
  readonly path: string
  readonly body?: string | FormData
  readonly headers?: Readonly<Record<string, string>>
}

/** How many texts a sample of the schema holds, one at least. */
function countTexts(schema: Readonly<Record<string, unknown>>): number {
  return JSON.stringify(sample(schema, '\u2603')).split('\u2603').length
}

function sendJson(path: string, body: unknown): HostileRequest {
  return { path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** Requests that no sensible client sends: one thing wrong at a time, in each place where a route takes something. */
export function* makeHostileRequests(route: Route, things: Things): Generator<HostileRequest> {
  const usual = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => things[name] ?? 'default')
  // ids of things of another kind too
  for (const part of route.params === undefined ? ['x'] : [...NASTY_PARTS, ...Object.values(things)])
    yield { path: fill(route.path, part) }
  yield { path: usual }
  const query = route.query?.shape ?? {}
  for (const key of Object.keys(query)) {
    for (const text of NASTY_TEXTS) yield { path: `${usual}?${key}=${encodeURIComponent(Buffer.from(text).toString())}` }
    for (const text of ['1', '-1', '1e309', 'NaN', '0x10', '9'.repeat(30), '%', '%00', '%ff'])
      yield { path: `${usual}?${key}=${text}` }
    yield { path: `${usual}?${key}=1&${key}=2` }
    yield { path: `${usual}?${key}[]=1&${key}[a]=2&__proto__=1&constructor=2` }
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
  for (const [type, parameters] of Object.entries(CONTENT_TYPES)) {
    const takes = (route.body ?? route.form) !== undefined && route.consumes.includes(type)
    for (const body of takes ? NASTY_BODIES : FEW_BODIES) {
      yield { path: usual, body, headers: { 'content-type': type + parameters } }
    }
  }
  yield { path: usual, body: 'x', headers: { 'content-type': 'application/xml' } }
  const schema = describeBody(route)
  if (schema) {
    for (const text of NASTY_TEXTS) {
      yield sendJson(usual, sample(schema, text))
      yield sendJson(usual, sampleBody(schema, things, text))
    }
    // ten megabytes in all
    yield sendJson(usual, sampleBody(schema, things, HUGE_TEXT.slice(0, HUGE_TEXT.length / countTexts(schema))))
    for (const key of Object.keys((schema.properties ?? {}) as object)) {
      const whole = sampleBody(schema, things) as Record<string, unknown>
      for (const value of NASTY_VALUES) yield sendJson(usual, { ...whole, [key]: value })
      const { [key]: _, ...rest } = whole
      yield sendJson(usual, rest)
      if (!/password|token|api_key|code/.test(key)) continue
      for (const secret of [SECRET, [SECRET], { [SECRET]: SECRET }, SECRET.repeat(200)])
        yield sendJson(usual, { ...whole, [key]: secret })
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
