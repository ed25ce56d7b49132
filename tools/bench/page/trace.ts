/** One event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** What a page's main thread did while it was recorded; milliseconds. */
export interface MainThread {
  /** How long each task took on the clock. */
  readonly taskMs: readonly number[]
  /** How much of a processor each task took, where the system tells. */
  readonly taskCpuMs: readonly number[]
}

/** Categories to record for {@link readMainThread}. */
export const TRACE_CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline']

/** Reads the tasks of the busiest page out of a trace: a browser keeps others ready, which do nothing. */
export function readMainThread(trace: Buffer): MainThread {
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString())
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`
  const mains = new Set(
    traceEvents
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  )
  const byThread = new Map<string, TraceEvent[]>()
  for (const event of traceEvents) {
    if (event.name !== 'RunTask' || event.dur === undefined || !mains.has(threadOf(event))) continue
    const tasks = byThread.get(threadOf(event)) ?? []
    tasks.push(event)
    byThread.set(threadOf(event), tasks)
  }
  const totalOf = (tasks: readonly TraceEvent[]) => tasks.reduce((sum, { dur = 0 }) => sum + dur, 0)
  const [busiest] = [...byThread.values()].sort((a, b) => totalOf(b) - totalOf(a))
  if (busiest === undefined) throw new Error('the trace has no task of a page')
  return {
    taskMs: busiest.map(({ dur = 0 }) => dur / 1000),
    taskCpuMs: busiest.flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000])),
  }
}
