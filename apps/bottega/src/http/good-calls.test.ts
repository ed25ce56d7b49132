import { listRoutes } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findFault } from '../testing/find-fault.ts'
import { findGoodCall, listGoodCalls, writeCall } from '../testing/good-calls.ts'
import { createMaker } from '../testing/make-things.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let calls: ReturnType<typeof listGoodCalls>

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  calls = listGoodCalls(createMaker(server), { root: server.root, projectRoot: server.app.projectRoot })
})
afterAll(() => server.close())

test.each(listRoutes())('$name answers a good call as it is declared', async (named) => {
  const { route } = named
  const good = await findGoodCall(calls, named)()
  const answer = await server.request(...writeCall(route, good))
  expect([answer.status, answer.json]).toEqual([good.status ?? route.status, answer.json])
  expect(findFault(route, answer)).toBeUndefined()
})

test.each(listRoutes())('$name looks at credentials only where it is about accounts', async (named) => {
  const good = await findGoodCall(calls, named)()
  const [method, path, options] = writeCall(named.route, good)
  const headers = { authorization: 'Bearer of.somebody.else', cookie: 'bottega_session=of.somebody.else' }
  const { status } = await server.request(method, path, { ...options, headers })
  const { who } = named.route.access
  // what was installed by the first call is there
  const usual = named.name === 'installModel' ? 409 : (good.status ?? named.route.status)
  expect(status).toBe(who.startsWith('account') ? 401 : usual)
})
