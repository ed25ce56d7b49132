import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer } from '../main.ts'
import { pictureForm, WORKFLOW } from '../testing/make-things.ts'

const AUTH = '/api/v1/auth'
const PASSWORD = 'Passage of somebody 7'
const QUEUE = '/api/v1/queue/default'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega modes é '))
})
afterAll(() => rm(root, { recursive: true }))

/** The root served in one of its modes, as one person asks it. */
async function withServer<T>(multiuser: boolean, work: (life: Life) => Promise<T>): Promise<T> {
  const build = pathToFileURL(`${inject('dist')}/`)
  const server = await startServer({ rootPath: root, flags: { port: 0, multiuser }, writeLog: () => {}, build })
  const ask: Ask = async (method, path, { json, body, token } = {}) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
    })
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) }
  }
  const logIn = async (email: string): Promise<string> =>
    (await ask('POST', `${AUTH}/login`, { json: { email, password: PASSWORD } })).json.token
  try {
    return await work({ ask, logIn })
  } finally {
    await server.close()
  }
}

/** What is read of answers. */
type Json = Readonly<
  Record<'token' | 'user_id' | 'image_name' | 'board_id' | 'workflow_id' | 'id' | 'detail', string> & {
    item_ids: readonly number[]
    owner?: { user_id: string }
  }
>

type Ask = (
  method: string,
  path: string,
  sent?: { readonly json?: unknown; readonly body?: FormData; readonly token?: string },
) => Promise<{ readonly status: number; readonly json: Json }>

interface Life {
  readonly ask: Ask
  logIn(email: string): Promise<string>
}

/** Makes one thing of each kind, and answers their ids; a second image goes into the trash. */
async function makeThings({ ask }: Life, token?: string) {
  const who = token === undefined ? {} : { token }
  const upload = async () =>
    (
      await ask('POST', '/api/v1/images/upload?image_category=user&is_intermediate=false', {
        body: await pictureForm('file'),
        ...who,
      })
    ).json.image_name
  const [image, trashed] = [await upload(), await upload()]
  await ask('DELETE', `/api/v1/images/i/${trashed}`, who)
  await ask('PUT', `${QUEUE}/processor/pause`, who)
  const graph = { id: 'g', nodes: { n: { id: 'n', type: 'integer', value: 1 } }, edges: [] }
  const enqueued = await ask('POST', `${QUEUE}/enqueue_batch`, { json: { batch: { graph, runs: 1 } }, ...who })
  const board = await ask('POST', '/api/v1/boards/?board_name=mine', who)
  const workflow = await ask('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW }, ...who })
  const preset = new FormData()
  preset.set(
    'data',
    JSON.stringify({ name: 'mine', positive_prompt: 'a {prompt}', negative_prompt: '', type: 'user', is_public: false }),
  )
  const made = await ask('POST', '/api/v1/style_presets/', { body: preset, ...who })
  await ask('POST', '/api/v1/client_state/default/set_by_key?key=theme', { json: token === undefined ? 'single' : 'ann', ...who })
  return {
    image,
    trashed,
    item: enqueued.json.item_ids[0],
    board: board.json.board_id,
    workflow: workflow.json.workflow_id,
    preset: made.json.id,
  }
}

/** What somebody sees of things, and whose they say they are. */
async function look({ ask }: Life, things: Awaited<ReturnType<typeof makeThings>>, token?: string) {
  const get = (path: string) => ask('GET', path, token === undefined ? {} : { token })
  const trash = await get('/api/v1/images/trash')
  const paths = [
    `/api/v1/images/i/${things.image}`,
    `${QUEUE}/i/${things.item}`,
    `/api/v1/boards/${things.board}`,
    `/api/v1/workflows/i/${things.workflow}`,
    `/api/v1/style_presets/i/${things.preset}`,
  ]
  const answers = await Promise.all(paths.map(get))
  return {
    owners: answers.map(({ status, json }) => (status === 200 ? (json.owner?.user_id ?? json.user_id) : status)),
    isInTrash: JSON.stringify(trash.json).includes(things.trashed),
    theme: (await get('/api/v1/client_state/default/get_by_key?key=theme')).json,
  }
}

test('from one mode to the other and back, again and again, nothing and no owner is lost', async () => {
  const all = (owner: string) => Array.from({ length: 5 }, () => owner)
  const ofSystem = await withServer(false, makeThings as (life: Life) => ReturnType<typeof makeThings>)
  let annId = ''
  let token = ''

  const ofAnn = await withServer(true, async (life) => {
    const { ask, logIn } = life
    await ask('POST', `${AUTH}/setup`, { json: { email: 'ada@b.test', password: PASSWORD } })
    const admin = await logIn('ada@b.test')
    annId = (await ask('POST', `${AUTH}/users`, { json: { email: 'ann@b.test', password: PASSWORD }, token: admin })).json.user_id
    token = await logIn('ann@b.test')
    expect(await look(life, ofSystem, admin)).toMatchObject({ owners: all('system') })
    return makeThings(life, token)
  })

  for (let round = 0; round < 2; round++) {
    await withServer(false, async (life) => {
      expect(await look(life, ofSystem)).toEqual({ owners: all('system'), isInTrash: true, theme: 'single' })
      expect(await look(life, ofAnn)).toMatchObject({ owners: all(annId) })
      const { ask } = life
      for (const route of ['login', 'setup']) {
        const refused = await ask('POST', `${AUTH}/${route}`, { json: { email: 'ann@b.test', password: PASSWORD } })
        expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining('Multiuser mode is disabled.')])
      }
      expect((await ask('GET', `${AUTH}/me`)).status).toBe(401)
      expect((await ask('GET', `${AUTH}/me`, { token })).json).toMatchObject({ email: 'ann@b.test' })
      expect((await ask('GET', `${AUTH}/users`, { token })).status).toBe(403)
      // others look at no credentials
      expect((await ask('GET', `/api/v1/boards/?all=true`, { token: 'none' })).status).toBe(200)
    })
    await withServer(true, async (life) => {
      expect(await look(life, ofAnn, token)).toEqual({ owners: all(annId), isInTrash: true, theme: 'ann' })
      const admin = await life.logIn('ada@b.test')
      expect(await look(life, ofSystem, admin)).toMatchObject({ owners: all('system') })
      const { owners } = await look(life, ofSystem, token)
      // workflows of the single user are public; of queue items others see that they are there
      expect(owners).toEqual([expect.toBeOneOf([403, 404]), 'redacted', 403, 'system', 403])
    })
  }
})
