import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { clearLeftovers } from './leftovers.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-leftovers-'))
afterAll(() => rm(folder, { recursive: true }))

const nameOf = (pid: number) => `.bottega-${pid}-0123456789ab.part`

test('what killed processes left goes, files and folders, and what living ones write stays', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  const dead = join(folder, nameOf(pid))
  await mkdir(join(dead, 'inner'), { recursive: true })
  await writeFile(join(dead, 'inner', 'half.safetensors'), 'x')
  await writeFile(join(folder, nameOf(process.pid)), 'x')
  await writeFile(join(folder, 'kept.safetensors'), 'x')
  // on a shared disk its process may live on another machine
  await clearLeftovers(folder)
  expect(await readdir(folder)).toContain(nameOf(pid))
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(dead, longAgo, longAgo)
  await clearLeftovers(folder)
  expect((await readdir(folder)).sort()).toEqual([nameOf(process.pid), 'kept.safetensors'])
  // in a container the process before had the same number
  await clearLeftovers(folder, { isStart: true })
  expect(await readdir(folder)).toEqual(['kept.safetensors'])
})
