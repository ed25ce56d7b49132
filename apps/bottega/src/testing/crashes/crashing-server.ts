import process from 'node:process'
import type { ServerEvent } from '../../events/server-event.ts'
import { startServer } from '../../main.ts'
import { passMoment } from './order.ts'
import { watchGround } from './watch-ground.ts'

/*
 * The whole server on a watched ground, for tests that kill it: `node crashing-server.js ROOT`. It tells its parent where it listens and
 * what happens, ends in order when asked to, and dies where its orders say.
 */

/** What the server tells the test. */
export type Told =
  | { readonly url: string }
  | { readonly name: string; readonly itemId: number | undefined; readonly status: string | undefined; readonly sequence: number }

const pass = (moment: string) => passMoment(moment, 'server')
const tell = (told: Told) => process.send?.(told)

const server = await startServer({
  rootPath: process.argv[2] ?? '',
  flags: { port: 0 },
  writeLog: (line) => process.stderr.write(`${line}\n`),
  ground: watchGround(pass),
})
server.events.subscribe((event) => {
  const { name, payload } = event
  const itemId = 'item_id' in payload ? payload.item_id : undefined
  if (name !== 'queue_item_status_changed') tell({ name, itemId, status: undefined, sequence: 0 })
  else tell({ name, itemId, status: payload.status, sequence: payload.status_sequence })
  pass(`told ${event.name} ${describe(event)}`)
})
process.on('message', async () => {
  await server.close()
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
tell({ url: server.url })

function describe({ name, payload }: ServerEvent): string {
  if (name === 'queue_item_status_changed') return payload.status
  return 'invocation' in payload ? payload.invocation.type : ''
}
