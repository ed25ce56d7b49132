import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRootDatabase } from '../data/root-database.ts'

let folder: string
const program = () => join(folder, 'crashing-server.mjs')

beforeAll(async () => {
  // packages of npm are looked up from where the file lies
  folder = await mkdtemp(join(import.meta.dirname, '../../../../node_modules/.cache/bottega-crashes-'))
  await build({
    entryPoints: [fileURLToPath(new URL('./testing/crashing-server.ts', import.meta.url))],
    outfile: program(),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [
      {
        name: 'npm packages stay outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
            kind === 'entry-point' || path.startsWith('@bottega/') ? undefined : { path, external: true },
          )
        },
      },
    ],
  })
})

afterAll(() => rm(folder, { recursive: true }))

async function run(root: string, ...point: string[]): Promise<[number | null, string | null]> {
  const child = fork(program(), [root, ...point], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [code, signal] = await once(child, 'exit')
  return [code, signal]
}

async function makeRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'bottega crashes '))
  for (const part of ['databases', 'backups']) await mkdir(join(root, part))
  await (await openRootDatabase(root)).close()
  return root
}

const points = [
  ...Array.from({ length: 8 }, (_, at) => ['before-commit', String(at + 1)]),
  ...Array.from({ length: 8 }, (_, at) => ['after-commit', String(at + 1)]),
  ...Array.from({ length: 9 }, (_, at) => ['disk', String(at + 1)]),
] as [string, string][]

test.concurrent.each(points)('a server that is killed at %s %s loses nothing and does nothing twice', async (kind, number) => {
  const root = await makeRoot()
  expect(await run(root, kind, number)).toEqual([null, 'SIGKILL'])
  expect(await run(root)).toEqual([0, null])

  const db = await openRootDatabase(root)
  const items = await db.selectFrom('queue_items').selectAll().orderBy('item_id').execute()
  const images = await db.selectFrom('images').selectAll().execute()
  const users = await db.selectFrom('queue_users').selectAll().execute()
  const [sound] = db.sqlite.prepare('pragma integrity_check').all([])
  await db.close()
  expect(items.map(({ item_id, status }) => [item_id, status])).toEqual([
    [1, 'completed'],
    [2, 'completed'],
  ])
  expect(Math.max(...items.map(({ attempt }) => attempt))).toBeLessThanOrEqual(2)
  expect(users).toMatchObject([{ user_id: 'system', pending: 0, in_progress: 0, completed: 2, failed: 0 }])
  expect(images.map(({ session_id }) => session_id).sort()).toEqual(items.map(({ session_id }) => session_id).sort())
  for (const { image_name, session_id } of images) {
    expect(await readFile(join(root, 'outputs/images', image_name), 'utf8')).toBe(`picture of ${session_id}`)
  }
  const isFile = (name: string) => /\.(png|webp)$/.test(name)
  const listed = (await readdir(join(root, 'outputs/images'), { recursive: true })).filter(isFile)
  expect(listed.sort()).toEqual(
    images.flatMap(({ image_name }) => [image_name, `thumbnails/${image_name.replace('.png', '.webp')}`]).sort(),
  )
  expect(sound).toEqual({ integrity_check: 'ok' })
  await rm(root, { recursive: true })
})
