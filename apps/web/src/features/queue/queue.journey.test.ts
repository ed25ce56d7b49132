import { type Client, createClient } from '@bottega/client'
import { buildGraph } from '@bottega/graph'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const queue = { queue_id: 'default' }
const SLOW = 900

const stageOf = (page: Page) => page.getByRole('figure', { name: 'In the making' })
const trayOf = (page: Page) => page.getByRole('region', { name: 'Your jobs' })

/** Asks for pictures as the page does; slow ones take minutes, so that there is time to see them run. */
async function enqueue(client: Client, prompt: string, { steps = 12, runs = 1 } = {}): Promise<void> {
  const { models } = await client.listModels({ query: { model_type: 'main' } })
  const model = models.find(({ type }) => type === 'main')
  if (model?.type !== 'main') throw new Error('there is no model')
  const size = { width: 128, height: 128 }
  const wish = { ...size, model, positivePrompt: prompt, negativePrompt: '', seed: 1, steps, guidanceScale: 2 }
  const { graph, positivePrompt } = buildGraph({ ...wish, scheduler: 'ddim' }, () => Math.random().toString(36).slice(2, 12))
  const data = [[{ node_path: positivePrompt, field_name: 'value', items: [prompt] }]]
  await client.enqueueBatch({ params: queue, body: { batch: { graph: { ...graph, edges: [...graph.edges] }, data, runs } } })
}

/** A job that divides by zero. */
async function enqueueFailing(client: Client): Promise<void> {
  const nodes = {
    'positive_prompt:1': { id: 'positive_prompt:1', type: 'string', value: '' },
    zero: { id: 'zero', type: 'integer', value: 0 },
    divide: { id: 'divide', type: 'integer_math', operation: 'DIV', a: 7 },
  }
  const edges = [{ source: { node_id: 'zero', field: 'value' }, destination: { node_id: 'divide', field: 'b' } }]
  const data = [[{ node_path: 'positive_prompt:1', field_name: 'value', items: ['what cannot be'] }]]
  await client.enqueueBatch({ params: queue, body: { batch: { graph: { nodes, edges }, data, runs: 1 } } })
}

/** A workflow that paints for minutes and returns nothing, as an editor saves it. */
async function describeSlow(client: Client, name: string) {
  const { models } = await client.listModels({ query: { model_type: 'main' } })
  const model = models.find(({ type }) => type === 'main')
  if (model?.type !== 'main') throw new Error('there is no model')
  const wish = {
    width: 128,
    height: 128,
    model,
    positivePrompt: name,
    negativePrompt: '',
    seed: 1,
    steps: SLOW,
    guidanceScale: 2,
  }
  const { graph } = buildGraph({ ...wish, scheduler: 'ddim' }, () => Math.random().toString(36).slice(2, 12))
  const back = { id: 'back', type: 'workflow_return' }
  const nodes = [...Object.values(graph.nodes), back].map(({ id, type, ...values }) => ({
    ...{ id, type: 'invocation' },
    data: { id, type, inputs: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }])) },
  }))
  const edges = graph.edges.map(({ source, destination }) => ({
    ...{ type: 'default', source: source.node_id, sourceHandle: source.field },
    ...{ target: destination.node_id, targetHandle: destination.field },
  }))
  const meta = { version: '4.0.0', category: 'user' as const }
  const words = { author: '', description: '', version: '1.0.0', contact: '', tags: '', notes: '' }
  return { name, ...words, exposedFields: [], meta, nodes, edges }
}

describe.skipIf(lacksBrowser())('the queue of one person', () => {
  let journey: Journey
  let client: Client

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
    client = createClient({ baseUrl: journey.url })
  })
  afterEach(async () => {
    const complaints = await journey.leave(/Unable to preload CSS/)
    await client.clearQueue({ params: queue, query: {} })
    expect(complaints).toEqual([])
  })
  afterAll(() => journey.close())

  test('what runs and what waits is canceled on the stage, in the tray and on the page of the queue', async () => {
    const { page } = await journey.visit()
    await enqueue(client, 'a slow snail', { steps: SLOW })
    await stageOf(page)
      .getByText(/^Step \d+ of 900$/)
      .waitFor()
    await enqueue(client, 'a slow whale', { steps: SLOW, runs: 4 })
    await trayOf(page)
      .getByRole('button', { name: /^a slow whale, Next in line, 3 more$/ })
      .waitFor()
    await stageOf(page).getByRole('button', { name: 'Cancel' }).click()
    await stageOf(page).getByText('Step').waitFor()
    await trayOf(page)
      .getByRole('button', { name: /^a slow snail, Canceled$/ })
      .waitFor()
    await trayOf(page).getByRole('button', { name: 'Cancel 3 jobs' }).click()
    await trayOf(page)
      .getByRole('button', { name: /^a slow whale, Canceled$/ })
      .first()
      .waitFor()

    // what runs still is on the page of the queue, and ends there
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByRole('heading', { name: 'Running and waiting 1' }).waitFor()
    await page.getByRole('button', { name: 'Cancel the job' }).click()
    await page.getByText('0 running, 0 waiting').waitFor()
    await page.getByRole('heading', { name: 'Ended 5' }).waitFor()
    const { queue: counts } = await client.getQueueStatus({ params: queue })
    expect(counts).toMatchObject({ pending: 0, in_progress: 0, canceled: 5 })
  })

  test('all of one’s own is canceled by a key', async () => {
    const { page } = await journey.visit()
    await enqueue(client, 'a slow snail', { steps: SLOW, runs: 3 })
    await stageOf(page)
      .getByText(/^Step \d+ of 900$/)
      .waitFor()
    await page.keyboard.press('Control+Shift+X')
    await stageOf(page).getByText('Canceled').waitFor()
    await expect.poll(async () => (await client.getQueueStatus({ params: queue })).queue.canceled).toBe(3)
  })

  test('a picture is made although the server dies meanwhile, and the page shows it without a reload', async () => {
    const { page, glimpse } = await journey.visit()
    const preview = glimpse('figure img[src^="data:image"]')
    await enqueue(client, 'a flat fox on a teal background', { steps: 200 })
    await preview
    await page.evaluate('window.isSame = true')
    await journey.killServer()
    await page.getByText('Reconnecting …').waitFor()
    // how far it is now, nobody knows
    await stageOf(page)
      .getByText(/^No connection to the server/)
      .waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(0)
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByRole('alert').getByText('A part of the page could not be loaded').waitFor()
    await journey.startServer()
    // it comes by itself, with its styles
    await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor()
    await expect
      .poll(() => page.evaluate(`getComputedStyle(document.querySelector('[data-scope=queue] header')).display`))
      .toBe('flex')
    await page.goBack()
    await page.getByText('Reconnecting …').waitFor({ state: 'detached' })
    await stageOf(page)
      .getByText(/^Done in/)
      .waitFor({ timeout: 60_000 })
    await expect.poll(() => page.evaluate(`document.querySelector('figure img[src$="/full"]')?.naturalWidth`)).toBe(128)
    await expect.poll(() => page.locator('[data-scope=gallery] img').count()).toBe(1)
    expect(await page.evaluate('window.isSame')).toBe(true)
  })

  test('a picture that ends while the queue is looked at is in the studio afterwards, large and in the tray', async () => {
    const { page } = await journey.visit()
    const tiles = page.locator('[data-scope=gallery] img')
    const before = await tiles.count()
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor()
    await enqueue(client, 'a flat rocket on a purple background')
    await page.getByRole('button', { name: 'a flat rocket on a purple background' }).click()
    await page.getByRole('list', { name: 'Pictures' }).waitFor()
    await page.goBack()
    await expect.poll(() => tiles.count()).toBe(before + 1)
    await stageOf(page)
      .getByText(/^Done in/)
      .waitFor()
    await trayOf(page)
      .getByRole('button', { name: /^a flat rocket on a purple background, Done in/ })
      .click()
    await expect.poll(() => new URL(page.url()).searchParams.get('image')).toMatch(/\.png$/)
  })

  test('a picture that is deleted leaves the stage and the tray', async () => {
    const { page } = await journey.visit()
    await enqueue(client, 'a flat kite on a green background')
    const tile = trayOf(page).getByRole('button', { name: /^a flat kite on a green background, Done in/ })
    await tile.click()
    await page.getByRole('region', { name: 'Viewer' }).getByRole('img').first().waitFor()
    await page.keyboard.press('Delete')
    await page.getByText('Picture moved to the trash').waitFor()
    await tile.waitFor({ state: 'hidden' })
    await page.goto(journey.url)
    await page.getByRole('figure', { name: 'Your newest picture' }).waitFor()
  })

  test('a job that calls a workflow says so, and the list shows whom it waits for', async () => {
    const { page } = await journey.visit()
    const { workflow_id } = await client.createWorkflow({ body: { workflow: await describeSlow(client, 'Slow owl') } })
    const nodes = { call: { id: 'call', type: 'call_saved_workflow', workflow_id } }
    await client.enqueueBatch({ params: queue, body: { batch: { graph: { nodes, edges: [] }, runs: 1 } } })
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByText('1 running, 1 waiting').waitFor()
    await page.getByRole('button', { name: 'No prompt' }).click()
    const lines = page.getByRole('listitem')
    await lines
      .filter({ hasText: /^Calls a workflow/ })
      .getByRole('button', { name: 'No prompt' })
      .click()
    await page.getByText('Waits for jobs').waitFor()
    await lines
      .filter({ hasText: /^Step \d+ of 900/ })
      .getByRole('button', { name: 'Workflow: Slow owl' })
      .click()
    await page.getByText('Called by job').waitFor()

    // one of them ends the other
    await lines
      .filter({ hasText: /^Step \d+ of 900/ })
      .getByRole('button', { name: 'Cancel the job' })
      .click()
    await page.getByRole('heading', { name: 'Ended 2' }).waitFor()
    await page.getByText('0 running, 0 waiting').waitFor()
  })

  test('what failed says why and what to try, and is retried', async () => {
    const { page } = await journey.visit()
    await enqueueFailing(client)
    await stageOf(page).getByText('Failed: Cannot divide by zero: give b another value.').waitFor()
    await stageOf(page)
      .getByText(/^Change what it names/)
      .waitFor()

    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByRole('heading', { name: 'Ended 1' }).waitFor()
    await page.getByRole('button', { name: 'what cannot be' }).click()
    await page.getByText('request_invalid').first().waitFor()
    await page.getByRole('button', { name: 'Retry', exact: true }).click()
    await page.getByRole('heading', { name: 'Ended 2' }).waitFor()
    await page.getByRole('button', { name: 'Clear ended jobs' }).click()
    await page.getByText('Nothing waits, and nothing was made yet').waitFor()
  })

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'nobody is shut out of the %s stage and queue, %i wide, and nothing is wider than it',
    async (colorScheme, width) => {
      await enqueueFailing(client)
      // a worker that has the model would take what needs it first
      await expect.poll(async () => (await client.getQueueStatus({ params: queue })).queue.failed).toBe(1)
      await enqueue(client, 'a slow snail', { steps: SLOW })
      await enqueue(client, 'a slow whale', { steps: SLOW, runs: 2 })
      const look = { viewport: { width, height: 844 }, colorScheme }
      const { page, findBarriers } = await journey.visit('', look)
      await page.evaluate(`localStorage.setItem('bottega-color-scheme', '${colorScheme}')`)
      await page.reload()
      await stageOf(page)
        .getByText(/^Step \d+ of 900$/)
        .waitFor()
      await trayOf(page)
        .getByRole('button', { name: /1 more$/ })
        .waitFor()
      expect(await findBarriers()).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)

      await page.getByRole('link', { name: /^Queue/ }).click()
      await page.getByRole('button', { name: 'what cannot be' }).click()
      await page.getByText('request_invalid').first().waitFor()
      expect(await findBarriers()).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    },
  )
})

describe.skipIf(lacksBrowser())('the queue of several people', () => {
  const credentials = { email: 'ada@studio.example', password: 'Ada paints 27 foxes' }
  const others = { email: 'ben@studio.example', password: 'Ben paints 27 foxes' }
  let journey: Journey
  let ada: Client
  let ben: Client

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    const anybody = createClient({ baseUrl: journey.url })
    await anybody.setUp({ body: { ...credentials, display_name: 'Ada' } })
    const enter = async (body: typeof credentials) => {
      const { token } = await anybody.logIn({ body })
      return createClient({ baseUrl: journey.url, token: token ?? '' })
    }
    ada = await enter(credentials)
    await ada.createUser({ body: { ...others, display_name: 'Ben' } })
    ben = await enter(others)
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  /** The page of the queue as somebody who has signed in sees it. */
  async function open(account: typeof credentials): Promise<Page> {
    const answer = await fetch(`${journey.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...account, cookie: true }),
    })
    const cookies = answer.headers.getSetCookie().map((line) => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      return { name, value, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const }
    })
    const { page } = await journey.visit('/queue', { storageState: { cookies, origins: [] } })
    await page.getByRole('heading', { name: 'Queue' }).waitFor()
    return page
  }

  test('a pause says who paused to everybody, what others make stays theirs, and the badge counts both', async () => {
    const pageOfAda = await open(credentials)
    await pageOfAda.getByRole('button', { name: 'Pause the queue' }).click()
    await pageOfAda.getByText(/^Paused by Ada, now\./).waitFor()

    const pageOfBen = await open(others)
    await pageOfBen.getByText(/^Paused by Ada/).waitFor()
    await pageOfBen.getByRole('button', { name: 'Pause the queue: Only administrators pause the queue' }).waitFor()
    await enqueue(ben, 'a secret of Ben')
    await pageOfBen.getByText('Place 1: the queue is paused').waitFor()
    await enqueue(ada, 'a secret of Ada', { runs: 5 })
    await pageOfBen.getByRole('link', { name: 'Queue 1 of yours, 6 in all, Paused' }).waitFor()
    await pageOfBen.getByText("Everybody's", { exact: true }).click()
    await pageOfBen.getByText('Someone').waitFor()
    await pageOfBen.getByText('5 jobs').waitFor()
    // names stand below each other, however long what is beside them
    const starts = () =>
      pageOfBen.evaluate(
        `[...document.querySelectorAll('[data-shared] > :nth-child(4)')].map((name) => name.getBoundingClientRect().left)`,
      )
    await expect.poll(async () => new Set((await starts()) as number[]).size).toBe(1)
    expect(await pageOfBen.getByText('a secret of Ada').count()).toBe(0)

    await pageOfAda.getByRole('button', { name: 'Pause the queue: The queue is paused already' }).waitFor()
    await pageOfAda.getByRole('button', { name: 'Resume the queue' }).click()
    await pageOfBen.getByRole('link', { name: 'Queue', exact: true }).waitFor({ timeout: 60_000 })
    await expect.poll(() => pageOfBen.getByText(/^Paused by/).count()).toBe(0)
    await pageOfBen.getByRole('heading', { name: 'Ended 6' }).waitFor()
  })
})
