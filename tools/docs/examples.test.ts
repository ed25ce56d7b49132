import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { listCommands, splitWords } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'bottega-docs-'))
const run = promisify(execFile)

afterAll(() => rm(folder, { recursive: true }))

/** A stand-in for files that only a reader has. */
const READERS_FILES: Readonly<Record<string, string>> = { '~/models/some-sd15-model.safetensors': join(root, 'models/starter') }

/** Runs one command of a document as a reader would, with `folder` as the place where it is typed. */
async function runExample(command: string): Promise<string> {
  const words = splitWords(command).map((word) => READERS_FILES[word] ?? word)
  const [program, ...rest] = words
  const isNpx = program === 'npx'
  const args = isNpx ? rest.slice(rest.indexOf('bottega') + 1) : rest.slice(rest.indexOf('--') + 1)
  const script = isNpx ? 'apps/bottega/bin/bottega.mjs' : 'tools/generate.mjs'
  const environment = { ...process.env, BOTTEGA_ROOT: join(folder, 'bottega'), INIT_CWD: isNpx ? root : folder }
  return (await run(process.execPath, [join(root, script), ...args], { cwd: root, env: environment, timeout: 120_000 })).stdout
}

const documents = [
  'README.md',
  ...(await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
]

// One after the other and in the order of the pages: later examples use what earlier ones made.
const examples = (await Promise.all(documents.map(async (name) => listCommands(await readFile(join(root, name), 'utf8'))))).flat()

test('there are examples in the documents', () => {
  expect(examples.length).toBeGreaterThan(8)
})

describe('the examples of the documents run', () => {
  test.for(examples)('%s', async (command) => {
    expect((await runExample(command)).length).toBeGreaterThan(0)
  })
})

test('links between the documents lead somewhere', async () => {
  const broken: string[] = []
  for (const name of documents) {
    const text = await readFile(join(root, name), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue
      const path = join(root, name, '..', target)
      await readFile(path).catch((error: NodeJS.ErrnoException) => error.code === 'EISDIR' || broken.push(`${name}: ${target}`))
    }
  }
  expect(broken).toEqual([])
})
