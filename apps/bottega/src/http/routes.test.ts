import { listRoutes, type Route } from '@bottega/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findFault } from '../testing/find-fault.ts'
import {
  describeBody,
  fill,
  type HostileRequest,
  makeHostileRequests,
  NASTY_VALUES,
  SECRET,
  sampleBody,
  type Things,
} from '../testing/hostile-requests.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let maker: Maker

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  maker = createMaker(server)
})
afterAll(() => server.close())

async function makeThings(): Promise<Things> {
  return {
    board_id: await maker.board(),
    image_name: await maker.image(),
    workflow_id: await maker.workflow(),
    style_preset_id: await maker.stylePreset(),
    system_prompt_id: await maker.systemPrompt(),
    key: await maker.someModel(),
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

/** What is wrong with the answer to a request; undefined when nothing is. */
async function findFaultOf(route: Route, { path, body, headers }: HostileRequest): Promise<string | undefined> {
  const answer = await server.request(route.method, path, { ...(body !== undefined && { body }), ...(headers && { headers }) })
  const fault = findFault(route, answer, [SECRET, server.root, server.app.projectRoot])
  if (fault === undefined) return undefined
  const sent = `${route.method} ${path.slice(0, 160)} ${typeof body === 'string' ? body.slice(0, 160) : ''}`
  return `${answer.status}: ${fault}: ${sent}: ${answer.bytes.subarray(0, 300)} ${answer.status === 500 ? server.log.at(-1) : ''}`
}

test.each(listRoutes().map(({ name, route }) => [name, route] as const))('%s bears whatever is sent', async (_name, route) => {
  const faults: string[] = []
  for (const sent of makeHostileRequests(route, await makeThings())) {
    const fault = await findFaultOf(route, sent)
    if (fault !== undefined) faults.push(fault)
  }
  expect(faults).toEqual([])
})

/** Values of JSON, some of them with keys and texts that programs stumble over. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NASTY_VALUES),
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'id', 'type', ''), fc.string()), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value

test('no body that nearly fits brings a route down', async () => {
  const things = await makeThings()
  const bodies = listRoutes().flatMap(({ route }) => {
    const schema = describeBody(route)
    return schema === undefined ? [] : [{ route, whole: sampleBody(schema, things) }]
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), fc.nat(), anyJson, async ({ route, whole }, place, value) => {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => things[name] ?? 'default')
      const body = JSON.stringify(replaceAt(whole, place, value))
      expect(await findFaultOf(route, { path, body, headers: { 'content-type': 'application/json' } })).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})

/** A copy of a value in which another stands in one place, however deep. */
function replaceAt(whole: unknown, place: number, value: unknown): unknown {
  let left = place % countPlaces(whole)
  const copy = (part: unknown): unknown => {
    if (left-- === 0) return value
    if (Array.isArray(part)) return part.map(copy)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, copy(inner)]))
  }
  return copy(whole)
}

function countPlaces(value: unknown): number {
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : []
  return inner.reduce((sum: number, part) => sum + countPlaces(part), 1)
}

test('after all of this the server is as well as before', async () => {
  expect((await server.request('GET', '/health/ready')).json).toMatchObject({ status: 'ok' })
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  const { item_id } = await maker.batch()
  await server.request('PUT', '/api/v1/queue/default/processor/resume')
  const look = async () => (await server.request('GET', `/api/v1/queue/default/i/${item_id}`)).json
  await expect.poll(look, { timeout: 30_000 }).toMatchObject({ status: 'completed' })
})
