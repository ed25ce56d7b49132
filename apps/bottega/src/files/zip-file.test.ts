import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeZip, type ZipEntry } from './zip-file.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-zip-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What another program reads from a ZIP file, each file held against its checksum. */
async function readByPython(path: string, expression: string): Promise<unknown> {
  const program = `import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1]) as z: print(json.dumps(${expression}))`
  const { stdout } = await promisify(execFile)('python3', ['-c', program, path])
  return JSON.parse(stdout)
}

async function* each(...entries: ZipEntry[]) {
  yield* entries
}

async function* inPieces(...pieces: (Buffer | string)[]) {
  yield* pieces
}

test('another program finds every file whole, whatever it came as', async () => {
  const path = join(folder, 'few.zip')
  const sizeBytes = await writeZip(
    path,
    each(
      { name: 'a.txt', input: 'all at once' },
      { name: 'images/grün.txt', input: inPieces('in ', Buffer.from('pieces, '), 'ö') },
      { name: 'empty', input: inPieces() },
    ),
  )
  expect((await stat(path)).size).toBe(sizeBytes)
  const contents = '[z.testzip(), {name: z.read(name).decode() for name in z.namelist()}]'
  expect(await readByPython(path, contents)).toEqual([
    null,
    { 'a.txt': 'all at once', 'images/grün.txt': 'in pieces, ö', empty: '' },
  ])
  const [year] = (await readByPython(path, 'z.infolist()[0].date_time')) as number[]
  expect([new Date().getFullYear(), new Date().getFullYear() - 1]).toContain(year)
})

test('it may hold more files than 16 bits count', async () => {
  const path = join(folder, 'many.zip')
  const count = 2 ** 16 + 5
  await writeZip(path, each(...Array.from({ length: count }, (_, at) => ({ name: String(at), input: `${at}!` }))))
  expect(await readByPython(path, '[len(z.namelist()), z.read("65540").decode()]')).toEqual([count, '65540!'])
})

test('a file that cannot be read ends it, and one that is there is not written over', async () => {
  const broken = async function* () {
    yield 'some'
    throw new Error('the disk has failed')
  }
  const path = join(folder, 'broken.zip')
  await expect(writeZip(path, each({ name: 'a', input: broken() }))).rejects.toThrow('the disk has failed')
  const before = await readFile(path)
  await expect(writeZip(path, each())).rejects.toThrow('EEXIST')
  expect(await readFile(path)).toEqual(before)
})

test('where writing fails, the file that is being packed is closed', async () => {
  const path = join(folder, 'taken.zip')
  await writeZip(path, each())
  const packed: Readable[] = []
  const endless = async function* () {
    for (;;) yield Buffer.alloc(1000)
  }
  const entries = async function* () {
    packed.push(Readable.from(endless()))
    yield { name: 'endless', input: packed[0] ?? '' }
  }
  await expect(writeZip(path, entries())).rejects.toThrow('EEXIST')
  expect(packed.map(({ destroyed }) => destroyed)).toEqual([true])
})
