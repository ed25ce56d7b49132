import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  lacksBrowser,
  type ServingProgram,
  startBrowser,
  startPrefixProxy,
  startServing,
  type TestBrowser,
  type Visit,
} from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('below a sub-path', () => {
  let root: string
  let server: ServingProgram
  let browser: TestBrowser
  let visited: Visit | undefined

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bottega sub-path '))
    server = await startServing(inject('dist'), root, { flags: ['--base-url', '/studio'] })
    browser = await startBrowser()
  })
  afterEach(() => visited?.close())
  afterAll(async () => {
    await browser.close()
    await server.stop()
    await rm(root, { recursive: true })
  })

  async function open(url: string): Promise<Visit> {
    visited = await browser.visit(url)
    return visited
  }

  test.each([
    ['takes it off', true],
    ['passes it on', false],
  ])('the page, its events and its pictures come through a proxy that %s', async (_, strips) => {
    const proxy = await startPrefixProxy({ target: new URL(server.url).origin, prefix: '/studio', strips })
    try {
      const { page, complaints, glimpse } = await open(proxy.url)
      await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
      const preview = glimpse('img[src^="data:image"]')
      await page.getByRole('button', { name: 'a flat rocket on a purple background' }).click()
      await preview
      await expect
        .poll(() => page.evaluate(`document.querySelector('[data-scope=gallery] img')?.naturalWidth`), { timeout: 30_000 })
        .toBe(128)
      expect(await page.evaluate(`document.querySelector('[data-scope=gallery] img').src`)).toContain(
        `${proxy.url}/api/v1/images/`,
      )
      expect(complaints).toEqual([])
    } finally {
      // first the page: browsers hold back connections after failed ones
      await visited?.close()
      await proxy.close()
    }
  })

  test('a place inside the page finds its files', async () => {
    const { page, complaints } = await open(`${server.url}/some/place`)
    await page.getByText('There is nothing at this address.').waitFor()
    await page.getByRole('link', { name: 'To the studio' }).click()
    await page.getByLabel('Prompt', { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  test('the interface is shown, tried out and asked at the right address', async () => {
    const proxy = await startPrefixProxy({ target: new URL(server.url).origin, prefix: '/studio', strips: true })
    try {
      const { page, complaints } = await open(`${proxy.url}/docs`)
      const version = page.locator('#operations-app-get_app_version')
      await page.locator('#operations-tag-app').click()
      await version.locator('button').first().click()
      await version.getByRole('button', { name: 'Try it out' }).click()
      await version.getByRole('button', { name: 'Execute' }).click()
      await version.locator('.live-responses-table').getByText('6.14.0').first().waitFor()
      expect(await version.locator('.request-url').first().innerText()).toContain(`${proxy.url}/api/v1/app/version`)
      expect(complaints).toEqual([])
    } finally {
      // first the page: browsers hold back connections after failed ones
      await visited?.close()
      await proxy.close()
    }
  })
})
