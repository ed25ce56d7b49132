/** Milliseconds that some work takes. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Milliseconds of each of so many runs, one after the other, after one that is not counted. */
export async function timeRuns(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  await work(-1)
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await timeMs(() => work(run)))
  return times
}
