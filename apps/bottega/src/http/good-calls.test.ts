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
