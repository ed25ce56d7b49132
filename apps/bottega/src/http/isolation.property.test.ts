import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { makeGraph } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { pictureForm, WORKFLOW } from '../testing/make-things.ts'
import { addPerson, expectStatus, listenAs, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

/** `BOTTEGA_ISOLATION_STEPS` walks further, `BOTTEGA_ISOLATION_SEED` walks the same way again. */
const STEPS = Number(process.env.BOTTEGA_ISOLATION_STEPS ?? 40)
const SEED = Number(process.env.BOTTEGA_ISOLATION_SEED ?? Date.now() % 2 ** 31)
const API = '/api/v1'

type Visibility = 'private' | 'shared' | 'public'
type Permission = 'read' | 'write' | 'admin'

/** A public link to a board. */
interface Link {
  readonly id: string
  readonly token: string
  isOpen: boolean
}

/** What has to be known of a thing to say who sees it. */
interface Thing {
  readonly kind: 'board' | 'image' | 'workflow' | 'style_preset' | 'system_prompt'
  readonly id: string
  readonly owner: number
  /** A word that is in it and nowhere else. */
  readonly marker: string
  /** Of a board. */
  visibility: Visibility
  /** Of a board: who has a grant. */
  readonly grants: Map<number, Permission>
  /** Of a board: all links that were ever made to it. */
  readonly links: Link[]
  /** Of an image: where it lies. */
  board: Thing | undefined
  /** Of a workflow, a preset, a prompt. */
  isPublic: boolean
  /** Deleted: nobody sees it. */
  isGone: boolean
  /** Who has ever seen it. */
  readonly seenBy: Set<number>
  /** Whose queue items name it. */
  readonly namedBy: Set<number>
}

let server: TemporaryServer
let admin: Person
let people: Person[]
let listeners: Listener[]
const things: Thing[] = []
let made = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  people = []
  for (const name of ['ann', 'bob', 'cid']) people.push(await addPerson(server, admin, name))
  // the administrator is one of those whose lists show no more than a user's
  people.push(admin)
  listeners = []
  for (const person of people) listeners.push(await listenAs(server, person))
})
afterEach(() => {
  console.log(`isolation: ${STEPS} steps, BOTTEGA_ISOLATION_SEED=${SEED}`)
})
afterAll(async () => {
  for (const listener of listeners) listener.close()
  await server.close()
})

/** The meaning of the contract, written down once more and without the policies. */
function sees(who: number, thing: Thing): boolean {
  if (thing.isGone) return false
  if (thing.owner === who) return true
  if (thing.kind === 'board') return thing.visibility !== 'private' || thing.grants.has(who)
  if (thing.kind === 'image') return thing.board !== undefined && sees(who, thing.board)
  return thing.isPublic
}

/** Whether somebody may read it by its id, which an administrator always may. */
const reads = (who: number, thing: Thing) => sees(who, thing) || (people[who] === admin && !thing.isGone)

/** Whether somebody may change what lies on a board, and with `admin` also who else may. */
const isGranted = (who: number, board: Thing | undefined, ...permissions: Permission[]) =>
  board !== undefined && permissions.includes(board.grants.get(who)!)
const manages = (who: number, board: Thing) => board.owner === who || isGranted(who, board, 'admin') || people[who] === admin

const ROUTES: Readonly<Record<Thing['kind'], string>> = {
  board: '/boards/',
  image: '/images/i/',
  workflow: '/workflows/i/',
  style_preset: '/style_presets/i/',
  system_prompt: '/system_prompts/i/',
}

const alive = (kind: Thing['kind'], owner?: number) =>
  things.filter((thing) => thing.kind === kind && !thing.isGone && (owner === undefined || thing.owner === owner))

/** One of several by a number; undefined of none. */
const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)]

function keep(kind: Thing['kind'], id: string, owner: number, marker: string, board?: Thing): void {
  things.push({
    kind,
    id,
    owner,
    marker,
    visibility: 'private',
    grants: new Map(),
    links: [],
    board,
    isPublic: false,
    isGone: false,
    seenBy: new Set([owner]),
    namedBy: new Set(),
  })
}

async function create(kind: Thing['kind'], who: number, board: Thing | undefined): Promise<void> {
  const { request } = people[who]!
  const marker = `marker${++made}word`
  const post = async (path: string, options: Parameters<typeof request>[2], key: string) => {
    const { status, json, bytes } = await request('POST', API + path, options)
    if (status >= 300) throw new Error(`${path}: ${status} ${bytes}`)
    return String(json[key])
  }
  switch (kind) {
    case 'board':
      return keep(kind, await post(`/boards/?board_name=${marker}`, {}, 'board_id'), who, marker)
    case 'image': {
      const isOpen = board?.owner === who || board?.visibility === 'public' || isGranted(who, board, 'write', 'admin')
      const target = isOpen ? board : undefined
      const query = `image_category=general&is_intermediate=false${target === undefined ? '' : `&board_id=${target.id}`}`
      const body = await pictureForm('file', { metadata: JSON.stringify({ positive_prompt: marker }) })
      return keep(kind, await post(`/images/upload?${query}`, { body }, 'image_name'), who, marker, target)
    }
    case 'workflow': {
      const json = { workflow: { ...WORKFLOW, name: marker, tags: marker } }
      return keep(kind, await post('/workflows/', { json }, 'workflow_id'), who, marker)
    }
    case 'style_preset': {
      const data = { name: marker, positive_prompt: marker, negative_prompt: '', type: 'user' }
      return keep(
        kind,
        await post('/style_presets/', { body: await pictureForm('image', { data: JSON.stringify(data) }) }, 'id'),
        who,
        marker,
      )
    }
    case 'system_prompt':
      return keep(kind, await post('/system_prompts/', { json: { name: marker, content: marker } }, 'id'), who, marker)
  }
}

const KINDS = Object.keys(ROUTES) as Thing['kind'][]
const VISIBILITIES: readonly Visibility[] = ['private', 'shared', 'public']

const ACTS = [
  ...(['create', 'create', 'show', 'publish', 'move', 'move', 'take off', 'delete', 'work', 'remember'] as const),
  ...(['grant', 'grant', 'withdraw', 'link', 'close'] as const),
] as const
const PERMISSIONS: readonly Permission[] = ['read', 'write', 'admin']

interface Step {
  readonly act: (typeof ACTS)[number]
  readonly who: number
  readonly which: number
  readonly how: number
}

/** Does something as its owner would; what is refused, or has nothing to act on, changes nothing. */
async function take({ act, who, which, how }: Step): Promise<void> {
  const { request } = people[who]!
  switch (act) {
    case 'create':
      return create(pick(KINDS, how)!, who, pick(alive('board'), which))
    case 'show': {
      const board = pick(alive('board', who), which)
      const visibility = pick(VISIBILITIES, how)!
      if (board === undefined) return
      await expectStatus(request('PATCH', `${API}/boards/${board.id}`, { json: { board_visibility: visibility } }), 201)
      board.visibility = visibility
      return
    }
    case 'publish': {
      const thing = pick([...alive('workflow', who), ...alive('style_preset', who), ...alive('system_prompt', who)], which)
      if (thing === undefined) return
      const is_public = how % 2 === 0
      const form = new FormData()
      form.set('data', JSON.stringify({ is_public }))
      const path = `${API}${ROUTES[thing.kind]}${thing.id}${thing.kind === 'workflow' ? '/is_public' : ''}`
      await expectStatus(request('PATCH', path, thing.kind === 'style_preset' ? { body: form } : { json: { is_public } }), 200)
      thing.isPublic = is_public
      return
    }
    case 'move': {
      // anybody's images on anybody's board: what may not be is refused, and is where it was
      const [image, board] = [pick(alive('image'), which), pick(alive('board'), how)]
      if (image === undefined || board === undefined) return
      const isMine = image.owner === who || people[who] === admin
      const isOpen =
        board.owner === who || board.visibility === 'public' || isGranted(who, board, 'write', 'admin') || people[who] === admin
      const { status } = await request('POST', `${API}/board_images/`, { json: { board_id: board.id, image_name: image.id } })
      expect([act, status]).toEqual([act, isMine && isOpen ? 201 : 403])
      if (status === 201) image.board = board
      return
    }
    case 'take off': {
      const image = pick(
        alive('image').filter(({ board }) => board !== undefined),
        which,
      )
      if (image === undefined) return
      const may =
        image.owner === who ||
        image.board?.owner === who ||
        isGranted(who, image.board, 'write', 'admin') ||
        people[who] === admin
      const { status } = await request('DELETE', `${API}/board_images/`, { json: { image_name: image.id } })
      expect([act, status]).toEqual([act, may ? 201 : 403])
      if (status === 201) image.board = undefined
      return
    }
    case 'delete': {
      const thing = pick(
        things.filter(({ isGone }) => !isGone),
        which,
      )
      if (thing === undefined) return
      const takesAll = how % 2 === 0
      const mayOnBoard = thing.kind === 'image' && (thing.board?.owner === who || isGranted(who, thing.board, 'write', 'admin'))
      const may = thing.owner === who || people[who] === admin || mayOnBoard
      const { status } = await request(
        'DELETE',
        `${API}${ROUTES[thing.kind]}${thing.id}${thing.kind === 'board' ? `?include_images=${takesAll}` : ''}`,
      )
      expect([act, thing.kind, status]).toEqual([act, thing.kind, may ? 200 : 403])
      if (!may) return
      thing.isGone = true
      for (const image of alive('image').filter(({ board }) => board === thing)) {
        image.board = undefined
        if (takesAll && (image.owner === who || people[who] === admin)) image.isGone = true
      }
      return
    }
    case 'work': {
      // an item with a word of its own, about an image that may or may not be seen
      const marker = `marker${++made}word`
      const image = pick(alive('image'), which)
      const node =
        image === undefined ? { type: 'string', value: marker } : { type: 'show_image', image: { image_name: image.id } }
      const graph = makeGraph([
        { id: 'n', ...node },
        { id: marker, type: 'string', value: marker },
      ])
      const json = { batch: { graph, runs: 1, origin: marker, destination: marker } }
      const { status, json: answer } = await request('POST', `${API}/queue/default/enqueue_batch`, { json })
      expect([act, status]).toEqual([act, image === undefined || reads(who, image) ? 200 : 403])
      if (status !== 200) return
      image?.namedBy.add(who)
      const { item_ids }: { item_ids: number[] } = answer
      const isEnd = ({ item_id, status: ended }: Readonly<Record<string, unknown>>) =>
        item_id === item_ids[0] && ['completed', 'failed', 'canceled'].includes(String(ended))
      await listeners[who]!.hear('queue_item_status_changed', isEnd)
      owned.push({ marker, owner: who })
      return
    }
    case 'grant': {
      const board = pick(alive('board'), which)
      if (board === undefined) return
      const [guest, permission] = [how % people.length, pick(PERMISSIONS, how)!]
      const json = { user_id: people[guest]!.userId, permission }
      const { status } = await request('POST', `${API}/boards/${board.id}/share`, { json })
      expect([act, status]).toEqual([act, manages(who, board) ? (guest === board.owner ? 400 : 201) : 403])
      if (status === 201) board.grants.set(guest, permission)
      return
    }
    case 'withdraw': {
      const board = pick(
        alive('board').filter(({ grants }) => grants.size > 0),
        which,
      )
      if (board === undefined) return
      const guest = pick([...board.grants.keys()], how)!
      const { status } = await request('DELETE', `${API}/boards/${board.id}/share/${people[guest]!.userId}`)
      expect([act, status]).toEqual([act, manages(who, board) || guest === who ? 204 : 403])
      if (status === 204) board.grants.delete(guest)
      return
    }
    case 'link': {
      const board = pick(alive('board'), which)
      if (board === undefined) return
      const { status, json } = await request('POST', `${API}/boards/${board.id}/links`, { json: {} })
      expect([act, status]).toEqual([act, manages(who, board) ? 201 : 403])
      if (status === 201) board.links.push({ ...(json as Omit<Link, 'isOpen'>), isOpen: true })
      return
    }
    case 'close': {
      const board = pick(
        alive('board').filter(({ links }) => links.some(({ isOpen }) => isOpen)),
        which,
      )
      const link = board?.links.find(({ isOpen }) => isOpen)
      if (board === undefined || link === undefined) return
      const { status } = await request('DELETE', `${API}/boards/${board.id}/links/${link.id}`)
      expect([act, status]).toEqual([act, manages(who, board) ? 204 : 403])
      if (status === 204) link.isOpen = false
      return
    }
    case 'remember': {
      const marker = `marker${++made}word`
      await request('POST', `${API}/client_state/default/set_by_key?key=${marker}`, { json: JSON.stringify(marker) })
      await request('POST', `${API}/recall/default`, { json: { positive_prompt: marker } })
      owned.push({ marker, owner: who })
      return
    }
  }
}

/** Words of what is never shared: queue items, what pages keep. */
const owned: { readonly marker: string; readonly owner: number }[] = []

/** What lists tell somebody, each with the ids in it. */
async function listAll({ request }: Person): Promise<Readonly<Record<Thing['kind'], readonly string[]>>> {
  const get = async (path: string) => (await expectStatus(request('GET', API + path), 200)).json as never
  const ids = (rows: readonly Readonly<Record<string, unknown>>[], key: string) => rows.map((row) => String(row[key])).sort()
  // public ones are listed to who asks for them
  const own: { items: Record<string, unknown>[] } = await get('/workflows/?categories=user')
  const open: { items: Record<string, unknown>[] } = await get('/workflows/?categories=user&is_public=true')
  const { image_names }: { image_names: string[] } = await get('/images/names')
  const presets: Record<string, unknown>[] = await get('/style_presets/')
  const prompts: Record<string, unknown>[] = await get('/system_prompts/')
  return {
    board: ids(await get('/boards/?all=true'), 'board_id'),
    image: [...image_names].sort(),
    workflow: [...new Set(ids([...own.items, ...open.items], 'workflow_id'))],
    style_preset: ids(
      presets.filter(({ type }) => type === 'user'),
      'id',
    ),
    system_prompt: ids(
      prompts.filter(({ user_id }) => user_id !== 'system'),
      'id',
    ),
  }
}

/** Everything that somebody gets to read without naming a thing, and by naming each thing. */
async function readEverything(who: number): Promise<{ readonly browsed: string; readonly asked: string }> {
  const { request } = people[who]!
  const texts: string[] = []
  const read = async (method: string, path: string, json?: unknown) => {
    const answer = await request(method, API + path, json === undefined ? {} : { json })
    expect([path, answer.status]).not.toEqual([path, 500])
    texts.push(answer.bytes.toString('latin1'), JSON.stringify([...answer.headers]))
  }
  for (const path of [
    ...['/boards/?all=true', '/images/?limit=1000', '/images/names', '/images/intermediates', '/images/trash?limit=1000'],
    ...['/gallery/items/?limit=1000', '/gallery/item_names', '/gallery/items/names', '/virtual_boards/by_date'],
    ...[`/virtual_boards/by_date/${new Date().toISOString().slice(0, 10)}/image_names`, '/boards/none/image_names'],
    ...['/workflows/', '/workflows/?is_public=true', '/workflows/tags', '/style_presets/', '/style_presets/export'],
    ...[
      '/system_prompts/',
      '/queue/default/list_all',
      '/queue/default/item_ids',
      '/queue/default/status',
      '/queue/default/current',
    ],
    ...['/client_state/default/get_keys_by_prefix?prefix=', '/recall/default', '/auth/me', '/auth/sessions', '/auth/directory'],
  ]) {
    await read('GET', path)
  }
  const browsed = texts.join('\n')
  for (const { marker } of [...things, ...owned]) {
    await read('GET', `/images/names?search_term=${marker.slice(0, 3)}`)
    await read('GET', `/queue/default/counts_by_destination?destination=${marker.slice(0, 9)}`)
  }
  for (const { kind, id } of things) {
    await read('GET', ROUTES[kind] + id)
    if (kind === 'image')
      for (const part of ['metadata', 'workflow', 'full', 'thumbnail']) await read('GET', `/images/i/${id}/${part}`)
    if (kind === 'board') for (const path of [`/boards/${id}/image_names`, `/images/?board_id=${id}`]) await read('GET', path)
  }
  await read('POST', '/images/images_by_names', { image_names: alive('image').map(({ id }) => id) })
  return { browsed, asked: texts.join('\n') }
}

async function compareListsWithChecks(): Promise<void> {
  for (const [who, person] of people.entries()) {
    const listed = await listAll(person)
    for (const kind of KINDS) {
      const expected = things.filter((thing) => thing.kind === kind && sees(who, thing)).map(({ id }) => id)
      expect([person.email, kind, listed[kind]]).toEqual([person.email, kind, expected.sort()])
    }
    for (const thing of things) {
      if (sees(who, thing)) thing.seenBy.add(who)
      const { status } = await person.request('GET', API + ROUTES[thing.kind] + thing.id)
      const expected = reads(who, thing) ? [200] : thing.isGone ? [404] : [403]
      expect([person.email, thing.kind, expected.includes(status) || status]).toEqual([person.email, thing.kind, true])
    }
  }
}

/** Nothing that somebody reads or hears has a word of what is not theirs, and no list has its id. */
async function lookForTraces(): Promise<void> {
  for (const [who, person] of people.entries()) {
    if (person === admin) continue
    const { browsed, asked } = await readEverything(who)
    const words = [
      ...things.filter((thing) => !sees(who, thing) && thing.owner !== who).map(({ marker }) => marker),
      ...owned.filter(({ owner }) => owner !== who).map(({ marker }) => marker),
    ]
    const others = people.filter((other) => other !== person).flatMap(({ email, token }) => [email, token])
    for (const word of [...words, ...others])
      expect([person.email, word, asked.includes(word)]).toEqual([person.email, word, false])
    // whoever has an image on a board knows of the board, and one's own items go on naming what one could see
    const knows = (thing: Thing) =>
      sees(who, thing) || thing.namedBy.has(who) || alive('image', who).some(({ board }) => board === thing)
    const foreign = things.filter((thing) => !knows(thing) && thing.owner !== who)
    for (const { id } of foreign) expect([person.email, id, browsed.includes(id)]).toEqual([person.email, id, false])
    // a socket may have heard of what was shared at the time
    await listeners[who]!.settle()
    const heard = JSON.stringify(listeners[who]!.heard())
    const never = [
      ...things.filter(({ seenBy }) => !seenBy.has(who)).flatMap(({ id, marker }) => [id, marker]),
      ...owned.filter(({ owner }) => owner !== who).map(({ marker }) => marker),
    ]
    for (const word of [...never, ...others])
      expect([person.email, word, heard.includes(word)]).toEqual([person.email, word, false])
  }
}

/** Whoever follows a link sees the images of its board, and nobody's name, id or words. */
async function followLinks(): Promise<void> {
  for (const board of things.filter(({ kind }) => kind === 'board')) {
    for (const { token, isOpen } of board.links) {
      const follow = (path = '') => server.request('GET', `${API}/public/${token}${path}`)
      const isGood = isOpen && !board.isGone
      const answer = await follow('?limit=1000')
      expect(answer.status).toBe(isGood ? 200 : 404)
      const lying = alive('image').filter((image) => isGood && image.board === board)
      const { items = [] }: { items?: { image_name: string }[] } = answer.json
      expect(items.map(({ image_name }) => image_name).sort()).toEqual(lying.map(({ id }) => id).sort())
      const texts = [answer.bytes.toString()]
      for (const image of things.filter(({ kind }) => kind === 'image')) {
        const file = await follow(`/images/${image.id}/full`)
        expect([image.id, file.status]).toEqual([image.id, lying.includes(image) ? 200 : 404])
        texts.push(file.bytes.toString('latin1'), JSON.stringify([...file.headers]))
      }
      const told = texts.join('\n')
      const words = things.filter((thing) => thing !== board).map(({ marker }) => marker)
      const names = people.flatMap(({ userId, email }) => [userId, email, `Display of ${email.split('@')[0]}`])
      for (const word of [...words, ...names, board.id]) expect([word, told.includes(word)]).toEqual([word, false])
    }
  }
}

test('whatever people make, show, share, move and delete, lists and single checks agree, and nobody finds a trace of what is not theirs', async () => {
  const number = fc.nat({ max: 10_000 })
  const act = fc.constantFrom<Step['act'][]>(...ACTS)
  const step = fc.record({ act, who: fc.nat({ max: 3 }), which: number, how: number })
  const walk = fc.sample(fc.array(step, { minLength: STEPS, maxLength: STEPS, size: 'max' }), { seed: SEED, numRuns: 1 })[0]!
  // something of each kind to begin with
  for (const kind of KINDS) for (const who of [0, 1]) await create(kind, who, undefined)
  for (const [at, next] of walk.entries()) {
    await take(next)
    await compareListsWithChecks()
    await followLinks()
    if (at % 10 === 9) await lookForTraces()
  }
  await lookForTraces()
}, 600_000)
