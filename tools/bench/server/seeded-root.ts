import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeGalleryRecords } from './gallery-records.ts'

/** Gives the work a root that is empty but for this many images, and removes it afterwards. */
export async function withRoot<T>(
  build: string,
  images: number,
  work: (root: string, seedSeconds: number) => Promise<T>,
  writeRecords = writeGalleryRecords,
  flags: readonly string[] = [],
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'bottega-bench-'))
  try {
    const start = performance.now()
    if (images > 0) await seed(build, root, writeRecords(images), flags)
    return await work(root, (performance.now() - start) / 1000)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function seed(build: string, root: string, records: Iterable<string>, flags: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(build, 'seed.js'), '--root', root, ...flags], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  await pipeline(Readable.from(writeChunks(records)), child.stdin)
  const [code] = await ended
  if (code !== 0) throw new Error(`the seed ended with code ${code}`)
}

/** Many lines at a time; a write for each would take longer than the seed itself. */
function* writeChunks(records: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of records) {
    chunk += `${line}\n`
    if (chunk.length < 500_000) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
