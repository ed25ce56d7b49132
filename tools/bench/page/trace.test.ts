import { expect, test } from 'vitest'
import { readMainThread } from './trace.ts'

const main = (pid: number) => ({ ph: 'M', name: 'thread_name', pid, tid: 1, args: { name: 'CrRendererMain' } })
const task = (pid: number, tid: number, dur: number, tdur?: number) => ({ ph: 'X', name: 'RunTask', pid, tid, dur, tdur })
const read = (...traceEvents: object[]) => readMainThread(Buffer.from(JSON.stringify({ traceEvents })))

test('the tasks are those of the main thread of the page that worked most', () => {
  const trace = [
    ...[main(7), task(7, 1, 2000), { ph: 'M', name: 'thread_name', pid: 8, tid: 2, args: { name: 'Compositor' } }, main(8)],
    ...[
      task(8, 1, 60_500, 12_000),
      task(8, 2, 900_000),
      task(8, 1, 3000, 1000),
      { ph: 'X', name: 'Layout', pid: 8, tid: 1, dur: 70_000 },
    ],
  ]
  expect(read(...trace)).toEqual({ taskMs: [60.5, 3], taskCpuMs: [12, 1] })
})

test('a trace without a page is refused, since it would prove anything', () => {
  expect(() => read(main(7))).toThrow('no task of a page')
})
