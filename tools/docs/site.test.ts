// The site of the documents, built and shown by its own command, in a browser.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lacksBrowser, startBrowser, type TestBrowser } from '@bottega/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NAVIGATION } from '../../docs/.vitepress/navigation.ts'

const root = join(import.meta.dirname, '../..')
const GUIDES = ['/multiuser/user_guide', '/multiuser/admin_guide', '/multiuser/api_guide']

let folder: string
let site: ChildProcess
let url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega site '))
  const args = [join(root, 'tools/docs.mjs'), '--port', '0', '--out', join(folder, 'site')]
  site = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  url = await new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [site.stdout, site.stderr]) {
      stream?.on('data', (text) => {
        said += text
        const [, found] = /The documents are at (\S+)/.exec(said) ?? []
        if (found !== undefined) resolve(found)
      })
    }
    site.once('exit', () => reject(new Error(said)))
  })
})

afterAll(async () => {
  site.kill()
  await rm(folder, { recursive: true })
})

test('the navigation leads to every page, and to nothing else', async () => {
  const files = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'))
  const pages = files.filter((name) => !/^decisions\/\d/.test(name)).map((name) => `/${name.replace(/(index)?\.md$/, '')}`)
  const links = NAVIGATION.flatMap(({ items }) => items.map(({ link }) => link))
  expect(links.toSorted()).toEqual(pages.toSorted())
  expect(NAVIGATION.find(({ text }) => text === 'Multi-User Mode')?.items.map(({ link }) => link)).toEqual(GUIDES)
})

test('a link from one page to a heading of another leads there', async () => {
  const names = (await readdir(join(folder, 'site'), { recursive: true })).filter((name) => name.endsWith('.html'))
  const pages = new Map<string, { readonly ids: ReadonlySet<string | undefined>; readonly links: readonly string[] }>(
    await Promise.all(
      names.map(async (name) => {
        const html = await readFile(join(folder, 'site', name), 'utf8')
        const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))
        const links = [...html.matchAll(/<a [^>]*?href="(\/[^"]*|#[^"]*)"/g)].map(([, href = '']) => href)
        return [`/${name.replace(/(index)?\.html$/, '')}`, { ids, links }] as const
      }),
    ),
  )
  expect(pages.size).toBeGreaterThan(20)
  const broken = [...pages].flatMap(([page, { links }]) =>
    links.filter((link) => {
      const { pathname, hash } = new URL(link, `http://site${page}`)
      const target = pages.get(pathname.replace(/\.html$/, ''))
      return target === undefined || (hash !== '' && !target.ids.has(decodeURIComponent(hash.slice(1))))
    }),
  )
  expect(broken).toEqual([])
})

test('a port that is taken is refused with another one to try', async () => {
  const taken = new URL(url).port
  const args = [join(root, 'tools/docs.mjs'), '--port', taken, '--out', join(folder, 'other')]
  const refused = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  refused.stderr.on('data', (text) => {
    said += text
  })
  const code = await new Promise((resolve) => refused.once('exit', resolve))
  expect(code).toBe(1)
  expect(said).toContain(`npm run docs -- --port ${Number(taken) + 1}`)
})

test.skipIf(lacksBrowser())('a reader finds the guides of Multi-User Mode, by the navigation and by searching', async () => {
  let browser: TestBrowser | undefined
  try {
    browser = await startBrowser()
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const { page, complaints, close } = await browser.visit(`${url}/`, { viewport: size })
      await page.getByRole('button', { name: 'Search' }).first().click()
      await page.locator('#localsearch-input').fill('administrator password')
      await page.locator('.VPLocalSearchBox .result').first().waitFor()
      await page.keyboard.press('Enter')
      await expect.poll(() => new URL(page.url()).pathname).not.toBe('/')
      for (const guide of GUIDES) {
        await page.goto(url + guide)
        await page.locator('main h1').waitFor()
        const sideways = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
        expect(sideways).toBe(false)
      }
      expect(complaints).toEqual([])
      await close()
    }
  } finally {
    await browser?.close()
  }
})
