import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { withLogContext } from './log-context.ts'

test('an entry is one line of text, with what it belongs to, also after a wait', async () => {
  const lines: string[] = []
  const log = createLog({ level: 'info' }, (line) => lines.push(line))
  await withLogContext({ request: 'r1' }, async () => {
    await Promise.resolve()
    withLogContext({ session: 's1' }, () => log.write('error', 'first\nsecond', { item: 7 }))
  })
  log.write('debug', 'not told')
  log.write('info', 'plain')
  expect(lines).toEqual([
    expect.stringMatching(/^\d{4}-\S+Z error first\\nsecond \{"request":"r1","session":"s1","item":7\}$/),
    expect.stringMatching(/^\d{4}-\S+Z info plain$/),
  ])
})

test('for programs an entry is one object of JSON', () => {
  const lines: string[] = []
  const log = createLog({ level: 'debug', format: 'json' }, (line) => lines.push(line))
  withLogContext({ request: 'r1' }, () => log.write('warning', 'a\nb', { item: 7 }))
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: expect.any(String), level: 'warning', message: 'a\nb', request: 'r1', item: 7 },
  ])
})
