import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bottega-lock-'))
  lock = join(folder, 'dist/.start.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a second holder waits for the first', async () => {
  const order: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const first = withLock(lock, async () => {
    order.push('first begins')
    await gate
    order.push('first ends')
  })
  const second = withLock(
    lock,
    async () => {
      order.push('second')
    },
    () => {
      order.push('second waits')
      open()
    },
  )
  await Promise.all([first, second])
  expect(order).toEqual(['first begins', 'second waits', 'first ends', 'second'])
  expect(existsSync(lock)).toBe(false)
})

test('the lock is given back when the work fails', async () => {
  const work = withLock(lock, async () => {
    throw new Error('no')
  })
  await expect(work).rejects.toThrow('no')
  expect(existsSync(lock)).toBe(false)
})

test('the lock of a process that is gone is taken', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await withLock(lock, async () => {})
  writeFileSync(lock, JSON.stringify({ pid, host: hostname() }))
  const fail = () => expect.fail('waited for a process that is gone')
  expect(await withLock(lock, async () => 'taken', fail)).toBe('taken')
})

test('the lock of another machine is taken when nobody touched it for ten seconds', async () => {
  await withLock(lock, async () => {})
  writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere' }))
  const then = new Date(Date.now() - 11_000)
  utimesSync(lock, then, then)
  expect(await withLock(lock, async () => 'taken')).toBe('taken')
})

test('processes that start at once work one after another', async () => {
  const log = join(folder, 'log')
  const script = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout as sleep } from 'node:timers/promises'
    import { withLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)}
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'begin\\n')
      await sleep(20)
      appendFileSync(${JSON.stringify(log)}, 'end\\n')
    })`
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '--eval', script]))
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
  expect(codes).toEqual([0, 0, 0, 0])
  expect(readFileSync(log, 'utf8')).toBe('begin\nend\n'.repeat(4))
})
