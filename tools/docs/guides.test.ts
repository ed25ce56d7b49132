// Every block of code of the documents runs as it stands there, against servers that the documents have their readers start.
import { mkdir, mkdtemp, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Block, isShown, listBlocks } from './blocks.ts'
import { openReader } from './reader.ts'

const root = join(import.meta.dirname, '../..')
/** What describes how things are made, and what generated pages show, is not typed by anybody. */
const pages = [
  'README.md',
  ...(await readdir(join(root, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md') && !/^(reference|decisions)\b/.test(name))
    .map((name) => `docs/${name}`)
    .sort(),
]
const texts = new Map(await Promise.all(pages.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)))

/** What became of the blocks of a page. */
interface Tally {
  readonly ran: number
  readonly notRun: readonly string[]
}

const tallies = new Map<string, Tally>()

async function runPage(name: string, blocks: readonly Block[]): Promise<Tally> {
  // below the packages, so that code finds them
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const reader = await openReader(root, await mkdtemp(join(cache, 'reader ')), blocks)
  const notRun: string[] = []
  let ran = 0
  try {
    for (const block of blocks) {
      const place = `${name}:${block.line}`
      const hindrance = reader.findHindrance(block)
      if (hindrance !== undefined) {
        notRun.push(`${place}: ${hindrance}`)
        continue
      }
      const output = await reader.run(block).catch((cause) => {
        throw new Error(`${place}: ${cause.message}`, { cause })
      })
      expectShown(place, block, output.replaceAll(reader.url, 'http://127.0.0.1:9090'))
      ran++
    }
  } finally {
    await reader.close()
  }
  return { ran, notRun }
}

function expectShown(place: string, { shown }: Block, output: string): void {
  const lines = output.split('\n')
  const absent = shown.filter((text) => !lines.some((line) => isShown(text, line)))
  if (absent.length > 0) throw new Error(`${place} shows what is not printed:\n${absent.join('\n')}\nPrinted was:\n${output}`)
}

test.for(pages)('the blocks of %s run, and print what the page shows', { timeout: 600_000 }, async (name) => {
  tallies.set(name, await runPage(name, listBlocks(texts.get(name) ?? '')))
})

test.for(['py', 'js'])(
  'the pieces of %s of the guide for scripts are a program by themselves',
  { timeout: 600_000 },
  async (language) => {
    const name = 'docs/multiuser/api_guide.md'
    const blocks = listBlocks(texts.get(name) ?? '')
    // the commands that start the server and make its first people
    const start = blocks.slice(
      0,
      blocks.findIndex((block) => block.language !== 'sh'),
    )
    const { ran, notRun } = await runPage(name, [...start, ...blocks.filter((block) => block.language === language)])
    expect(ran + notRun.length).toBeGreaterThan(15)
    expect(notRun.filter((reason) => !/there is no python3\b/.test(reason))).toEqual([])
  },
)

test('links between the documents lead somewhere', async () => {
  const broken: string[] = []
  for (const [name, text] of texts) {
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue
      await stat(join(root, dirname(name), target)).catch(() => broken.push(`${name}: ${target}`))
    }
  }
  expect(broken).toEqual([])
})

test('the guides of shared servers leave no piece of code untried', () => {
  const guides = pages.filter((name) => name.startsWith('docs/multiuser/'))
  expect(guides.length).toBe(3)
  expect(guides.flatMap((name) => listBlocks(texts.get(name) ?? '')).length).toBeGreaterThanOrEqual(30)
  for (const name of guides) {
    const { ran, notRun } = tallies.get(name) ?? { ran: 0, notRun: [] }
    expect(ran + notRun.length).toBe(listBlocks(texts.get(name) ?? '').length)
    expect(notRun.filter((reason) => !/there is no (python3|curl|nginx|caddy|openssl)\b/.test(reason))).toEqual([])
  }
})

afterAll(() => {
  for (const [name, { ran, notRun }] of tallies) {
    if (ran + notRun.length === 0) continue
    console.log(`${name}: ${ran} blocks ran${notRun.length > 0 ? `, not run: ${notRun.length}` : ''}`)
    for (const reason of notRun) console.log(`  ${reason}`)
  }
})
