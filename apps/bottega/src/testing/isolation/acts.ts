import { deepEqual } from 'node:assert/strict'
import { makeGraph } from '../graphs.ts'
import { pictureForm, WORKFLOW } from '../make-things.ts'
import type { Person } from '../people.ts'
import type { Answer, RequestOptions } from '../temporary-server.ts'
import {
  type Account,
  accessTo,
  addAccount,
  administers,
  administersBoard,
  alive,
  byKey,
  bySession,
  type Caller,
  type HandOver,
  has,
  isAdministrator,
  type Key,
  liveAccounts,
  oversees,
  type Permission,
  SCOPES,
  type Thing,
  type Visibility,
  type World,
} from './world.ts'

const API = '/api/v1'

/** Where things are read and deleted by their ids. */
export const ROUTES: Readonly<Record<Thing['kind'], string>> = {
  board: '/boards/',
  image: '/images/i/',
  workflow: '/workflows/i/',
  style_preset: '/style_presets/i/',
  system_prompt: '/system_prompts/i/',
}

/** All kinds of things. */
export const KINDS = Object.keys(ROUTES) as Thing['kind'][]
const VISIBILITIES: readonly Visibility[] = ['private', 'shared', 'public']
const PERMISSIONS: readonly Permission[] = ['read', 'write', 'admin']

/** Something that somebody does; numbers say who, with what and how. */
export interface Step {
  readonly act: ActName
  readonly who: number
  /** 0 to 2 choose a key, anything else a sign-in. */
  readonly by: number
  readonly which: number
  readonly how: number
}

/** What an act is done with. */
interface Doing {
  readonly world: World
  readonly caller: Caller
  readonly which: number
  readonly how: number
  /**
   * Asks for something; the answer has to be the expected one, or a refusal where the caller's key does not go so far.
   *
   * @param needs  the least scope; `session` for what no key may
   * @returns the answer when it was done
   */
  ask(needs: Needs, expected: number, method: string, path: string, options?: RequestOptions): Promise<Answer | undefined>
}
type Needs = 'generate' | 'manage' | 'session'

const ENOUGH: Readonly<Record<Needs, readonly Caller['scope'][]>> = {
  generate: ['session', 'manage', 'generate'],
  manage: ['session', 'manage'],
  session: ['session'],
}

/** One of several by a number; undefined of none. */
const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)]

/** Does one step. What is refused, or has nothing to act on, changes nothing. */
export async function take(world: World, admin: Person, { act, who, by, which, how }: Step): Promise<void> {
  const account = pick(liveAccounts(world), who)!
  const key = pick(
    account.keys.filter(({ scope, isRevoked }) => !isRevoked && scope === SCOPES[by]),
    which,
  )
  const caller = key === undefined ? bySession(account) : byKey(account, key)
  const ask: Doing['ask'] = async (needs, expected, method, path, options) => {
    const wanted = ENOUGH[needs].includes(caller.scope) ? expected : 403
    const answer = await caller.request(method, API + path, options)
    deepEqual([act, caller.label, answer.status], [act, caller.label, wanted])
    return wanted === expected && answer.status < 300 ? answer : undefined
  }
  await ACTS[act]({ world, caller, which, how, ask }, admin)
}

/** Makes a thing of somebody, an image where it is put. */
async function create({ world, caller, ask }: Doing, kind: Thing['kind'], board: Thing | undefined): Promise<void> {
  const marker = world.drawMarker()
  const keep = async (answer: Promise<Answer | undefined>, key: string, lies?: Thing) => {
    const made = (await answer)?.json as Readonly<Record<string, string>> | undefined
    if (made === undefined) return
    world.things.push({
      ...{ kind, marker, version: 0, id: String(made[key]), owner: caller.account, visibility: 'private' },
      ...{ board: lies, isPublic: false, isGone: false, grants: new Map(), links: [] },
      ...{ seenBy: new Set([caller.account]), readBy: new Set([caller.account]), namedBy: new Set() },
    })
  }
  switch (kind) {
    case 'board':
      return keep(ask('generate', 201, 'POST', `/boards/?board_name=${marker}`), 'board_id')
    case 'image': {
      const may = board === undefined || has(accessTo(world, caller, board), 'owner', 'admin', 'write', 'add')
      const query = `image_category=general&is_intermediate=false${board === undefined ? '' : `&board_id=${board.id}`}`
      const body = await pictureForm('file', { metadata: JSON.stringify({ positive_prompt: marker }) })
      return keep(ask('generate', may ? 201 : 403, 'POST', `/images/upload?${query}`, { body }), 'image_name', board)
    }
    case 'workflow': {
      const json = { workflow: { ...WORKFLOW, name: marker, tags: marker } }
      return keep(ask('manage', 200, 'POST', '/workflows/', { json }), 'workflow_id')
    }
    case 'style_preset': {
      const data = JSON.stringify({ name: marker, positive_prompt: marker, negative_prompt: '', type: 'user' })
      return keep(ask('manage', 200, 'POST', '/style_presets/', { body: await pictureForm('image', { data }) }), 'id')
    }
    case 'system_prompt':
      return keep(ask('manage', 200, 'POST', '/system_prompts/', { json: { name: marker, content: marker } }), 'id')
  }
}

/** Something of each kind to begin with. */
export async function createFirst(world: World): Promise<void> {
  for (const kind of KINDS) {
    for (const account of world.accounts.slice(0, 2)) {
      const caller = bySession(account)
      const ask: Doing['ask'] = (_needs, _expected, method, path, options) => caller.request(method, API + path, options)
      await create({ world, caller, which: 0, how: 0, ask }, kind, undefined)
    }
  }
}

async function show({ world, caller, which, how, ask }: Doing): Promise<void> {
  const [board, visibility] = [pick(alive(world, 'board'), which), pick(VISIBILITIES, how)!]
  if (board === undefined) return
  const may = has(accessTo(world, caller, board), 'owner', 'admin')
  const json = { board_visibility: visibility }
  if (!(await ask('manage', may ? 201 : 403, 'PATCH', `/boards/${board.id}`, { json }))) return
  board.visibility = visibility
  board.version += 1
}

/** Another word comes into a thing, in the place of the one that was there. */
async function rewrite({ world, caller, which, ask }: Doing): Promise<void> {
  const thing = pick(
    alive(world).filter(({ kind }) => kind !== 'image'),
    which,
  )
  if (thing === undefined) return
  const marker = world.drawMarker()
  const form = new FormData()
  form.set('data', JSON.stringify({ name: marker, positive_prompt: marker, negative_prompt: '', type: 'user' }))
  const body = {
    board: { json: { board_name: marker } },
    workflow: { json: { workflow: { ...WORKFLOW, id: thing.id, name: marker, tags: marker } } },
    style_preset: { body: form },
    system_prompt: { json: { name: marker, content: marker } },
    image: {},
  }[thing.kind]
  const may = has(accessTo(world, caller, thing), 'owner', 'admin')
  const done = thing.kind === 'board' ? 201 : 200
  if (!(await ask('manage', may ? done : 403, 'PATCH', `${ROUTES[thing.kind]}${thing.id}`, body))) return
  thing.marker = marker
  thing.version += 1
  thing.readBy.clear()
  thing.readBy.add(caller.account).add(thing.owner)
}

async function publish({ world, caller, which, how, ask }: Doing): Promise<void> {
  const thing = pick([...alive(world, 'workflow'), ...alive(world, 'style_preset'), ...alive(world, 'system_prompt')], which)
  if (thing === undefined) return
  const is_public = how % 2 === 0
  const form = new FormData()
  form.set('data', JSON.stringify({ is_public }))
  const path = `${ROUTES[thing.kind]}${thing.id}${thing.kind === 'workflow' ? '/is_public' : ''}`
  const may = has(accessTo(world, caller, thing), 'owner', 'admin')
  const body = thing.kind === 'style_preset' ? { body: form } : { json: { is_public } }
  if (!(await ask('manage', may ? 200 : 403, 'PATCH', path, body))) return
  thing.isPublic = is_public
  thing.version += 1
}

/** Anybody's images on anybody's board: what may not be is refused, and is where it was. */
async function move({ world, caller, which, how, ask }: Doing): Promise<void> {
  const [image, board] = [pick(alive(world, 'image'), which), pick(alive(world, 'board'), how)]
  if (image === undefined || board === undefined) return
  const isMine = image.owner === caller.account || administers(world, caller, image.owner)
  const isOpen = has(accessTo(world, caller, board), 'owner', 'admin', 'write', 'add')
  const json = { board_id: board.id, image_name: image.id }
  if (await ask('generate', isMine && isOpen ? 201 : 403, 'POST', '/board_images/', { json })) image.board = board
}

async function takeOff({ world, caller, which, ask }: Doing): Promise<void> {
  const image = pick(
    alive(world, 'image').filter(({ board }) => board !== undefined),
    which,
  )
  if (image === undefined) return
  const may = has(accessTo(world, caller, image), 'owner', 'admin', 'write')
  const json = { image_name: image.id }
  if (await ask('manage', may ? 201 : 403, 'DELETE', '/board_images/', { json })) image.board = undefined
}

async function remove({ world, caller, which, how, ask }: Doing): Promise<void> {
  const thing = pick(alive(world), which)
  if (thing === undefined) return
  const takesAll = how % 2 === 0
  const enough = thing.kind === 'image' ? (['owner', 'admin', 'write'] as const) : (['owner', 'admin'] as const)
  // somebody to whom a board's upkeep was granted may not delete it
  const isByGrant = thing.kind === 'board' && thing.owner !== caller.account && !administersBoard(world, caller, thing)
  const may = has(accessTo(world, caller, thing), ...enough) && !isByGrant
  const path = `${ROUTES[thing.kind]}${thing.id}${thing.kind === 'board' ? `?include_images=${takesAll}` : ''}`
  if (!(await ask('manage', may ? 200 : 403, 'DELETE', path))) return
  vanish(world, thing, (image) => takesAll && (image.owner === caller.account || administers(world, caller, image.owner)))
}

function vanish(world: World, thing: Thing, takes: (image: Thing) => boolean): void {
  thing.isGone = true
  for (const image of alive(world, 'image').filter(({ board }) => board === thing)) {
    image.board = undefined
    if (takes(image)) image.isGone = true
  }
}

/** An item with a word of its own, about an image that may or may not be seen. */
async function work({ world, caller, which, ask }: Doing): Promise<void> {
  const marker = world.drawMarker()
  const image = pick(alive(world, 'image'), which)
  const node = image === undefined ? { type: 'string', value: marker } : { type: 'show_image', image: { image_name: image.id } }
  const graph = makeGraph([
    { id: 'n', ...node },
    { id: marker, type: 'string', value: marker },
  ])
  const json = { batch: { graph, runs: 1, origin: marker, destination: marker } }
  const may = image === undefined || accessTo(world, caller, image) !== undefined
  const answer = await ask('generate', may ? 200 : 403, 'POST', '/queue/default/enqueue_batch', { json })
  if (answer === undefined) return
  image?.namedBy.add(caller.account)
  const { item_ids }: { item_ids: number[] } = answer.json
  const isEnd = ({ item_id, status }: Readonly<Record<string, unknown>>) =>
    item_id === item_ids[0] && ['completed', 'failed', 'canceled'].includes(String(status))
  await caller.account.listener.hear('queue_item_status_changed', isEnd)
  world.owned.push({ marker, owner: caller.account })
}

/** An item that calls a workflow, which may or may not be seen. Those of this world return nothing, which it is told. */
async function call({ world, caller, which, ask }: Doing): Promise<void> {
  const workflow = pick(alive(world, 'workflow'), which)
  if (workflow === undefined) return
  const marker = world.drawMarker()
  const graph = makeGraph([{ id: marker, type: 'call_saved_workflow', workflow_id: workflow.id }])
  const json = { batch: { graph, runs: 1, origin: marker, destination: marker } }
  const may = accessTo(world, caller, workflow) !== undefined
  const answer = await ask('generate', may ? 200 : 403, 'POST', '/queue/default/enqueue_batch', { json })
  if (answer === undefined) return
  workflow.namedBy.add(caller.account)
  const { item_ids }: { item_ids: number[] } = answer.json
  const isEnd = ({ item_id, status }: Readonly<Record<string, unknown>>) => item_id === item_ids[0] && status === 'failed'
  await caller.account.listener.hear('queue_item_status_changed', isEnd)
  world.owned.push({ marker, owner: caller.account })
}

async function remember({ world, caller, ask }: Doing): Promise<void> {
  const marker = world.drawMarker()
  const kept = await ask('manage', 200, 'POST', `/client_state/default/set_by_key?key=${marker}`, {
    json: JSON.stringify(marker),
  })
  if (kept === undefined) return
  await ask('manage', 200, 'POST', '/recall/default', { json: { positive_prompt: marker } })
  world.owned.push({ marker, owner: caller.account })
}

async function grant({ world, caller, which, how, ask }: Doing): Promise<void> {
  const board = pick(alive(world, 'board'), which)
  if (board === undefined) return
  const [guest, permission] = [pick(liveAccounts(world), how)!, pick(PERMISSIONS, how)!]
  const json = { user_id: guest.person.userId, permission }
  const may = has(accessTo(world, caller, board), 'owner', 'admin')
  const done = await ask('manage', may ? (guest === board.owner ? 400 : 201) : 403, 'POST', `/boards/${board.id}/share`, { json })
  if (!done) return
  board.grants.set(guest, permission)
  if (permission !== 'admin') endLinksOf(board, guest)
}

/** Whoever manages a board no more shows it to nobody more. */
function endLinksOf(board: Thing, guest: Account): void {
  for (const made of board.links) if (made.maker === guest) made.isOpen = false
}

async function withdraw({ world, caller, which, how, ask }: Doing): Promise<void> {
  const board = pick(
    alive(world, 'board').filter(({ grants }) => grants.size > 0),
    which,
  )
  if (board === undefined) return
  const guest = pick([...board.grants.keys()], how)!
  const may = has(accessTo(world, caller, board), 'owner', 'admin') || guest === caller.account
  if (!(await ask('manage', may ? 204 : 403, 'DELETE', `/boards/${board.id}/share/${guest.person.userId}`))) return
  board.grants.delete(guest)
  endLinksOf(board, guest)
}

async function link({ world, caller, which, ask }: Doing): Promise<void> {
  const board = pick(alive(world, 'board'), which)
  if (board === undefined) return
  const may = has(accessTo(world, caller, board), 'owner', 'admin')
  const made = await ask('manage', may ? 201 : 403, 'POST', `/boards/${board.id}/links`, { json: {} })
  if (!made) return
  const maker = board.owner === caller.account ? undefined : caller.account
  board.links.push({ ...(made.json as { id: string; token: string }), maker, isOpen: true })
}

async function closeLink({ world, caller, which, ask }: Doing): Promise<void> {
  const board = pick(
    alive(world, 'board').filter(({ links }) => links.some(({ isOpen }) => isOpen)),
    which,
  )
  const open = board?.links.find(({ isOpen }) => isOpen)
  if (board === undefined || open === undefined) return
  const may = has(accessTo(world, caller, board), 'owner', 'admin')
  if (await ask('manage', may ? 204 : 403, 'DELETE', `/boards/${board.id}/links/${open.id}`)) open.isOpen = false
}

/** Whether content of an account may be given to another: not to oneself what one may not look at. */
function mayHandOver(world: World, caller: Caller, from: Account, to: Account): boolean {
  const takesForOneself = to === caller.account && from !== to && !administers(world, caller, from)
  return isAdministrator(caller) && !takesForOneself
}

async function handOver({ world, caller, which, how, ask }: Doing): Promise<void> {
  // what somebody has left who is gone, too
  const givers = world.accounts.filter((account) => !account.isGone || alive(world, undefined, account).length > 0)
  const from = pick(givers, which)!
  const to = pick(
    liveAccounts(world).filter((account) => account !== from),
    how,
  )!
  const board = how % 3 === 0 ? pick(alive(world, 'board', from), which) : undefined
  const moved = alive(world, undefined, from).filter(
    (thing) => board === undefined || thing === board || (thing.kind === 'image' && thing.board === board),
  )
  const json = { from_user_id: from.person.userId, to_user_id: to.person.userId, ...(board && { board_id: board.id }) }
  const answer = await ask('manage', mayHandOver(world, caller, from, to) ? 201 : 403, 'POST', '/admin/transfers', { json })
  if (answer === undefined) return
  const neighbours = alive(world, 'image').filter(({ owner, board: lies }) => owner !== from && lies && moved.includes(lies))
  const boards = moved.filter(({ kind }) => kind === 'board')
  const { id }: { id: string } = answer.json
  world.handOvers.push({
    ...{ id, from, to, neighbours, isUndone: false },
    moved: new Map(moved.map((thing) => [thing, { version: thing.version, board: thing.board, visibility: thing.visibility }])),
    grants: new Map(boards.map((thing) => [thing, new Map(thing.grants)])),
    links: new Set(boards.flatMap(({ links }) => links)),
  })
  for (const thing of moved) give(thing, to)
}

function give(thing: Thing, to: Account): void {
  thing.owner = to
  thing.seenBy.add(to)
  thing.readBy.add(to)
}

async function undo({ world, caller, which, ask }: Doing): Promise<void> {
  const found = pick(world.handOvers, which)
  if (found === undefined) return
  const expected = isAdministrator(caller) ? (found.isUndone ? 409 : 200) : 403
  if (!(await ask('manage', expected, 'POST', `/admin/transfers/${found.id}/undo`))) return
  found.isUndone = true
  const { from, to, moved } = found
  // not to oneself what one may not look at, and what was written since is that
  const isForOneself = from === caller.account && !administers(world, caller, to)
  const isReturned = (thing: Thing) =>
    !thing.isGone && thing.owner === to && !(isForOneself && thing.version !== moved.get(thing)?.version)
  const back = [...moved.keys()].filter(isReturned)
  for (const board of back) if (board.kind === 'board') clearSince(world, found, board)
  for (const thing of back) if (thing.kind !== 'image') give(thing, from)
  for (const image of back) {
    if (image.kind !== 'image') continue
    image.board = placeOfReturned(found, image)
    give(image, from)
  }
}

/** What came onto a board since, from others than those who had it, and what was granted, changed and linked since, is not for who gets it back. */
function clearSince(world: World, { from, moved, neighbours, grants, links }: HandOver, board: Thing): void {
  for (const image of alive(world, 'image')) {
    const wasThere = image.owner === from || moved.has(image) || neighbours.includes(image)
    if (image.board === board && !wasThere) image.board = undefined
  }
  for (const [guest, permission] of board.grants) if (grants.get(board)?.get(guest) !== permission) board.grants.delete(guest)
  for (const made of board.links) if (!links.has(made)) made.isOpen = false
  const reach = (of: Visibility) => VISIBILITIES.indexOf(of)
  const former = moved.get(board)?.visibility
  if (former !== undefined && reach(former) < reach(board.visibility)) board.visibility = former
}

/** Nobody's board but the giver's, unless the giver had put it there. */
function placeOfReturned({ from, moved }: HandOver, image: Thing): Thing | undefined {
  const [lies, lay] = [image.board, moved.get(image)?.board]
  if (lies === undefined || lies.owner === from) return lies
  if (lay !== undefined && !lay.isGone && lay.owner === from) return lay
  return lies === lay && !moved.has(lies) ? lies : undefined
}

async function open({ world, caller, which, ask }: Doing): Promise<void> {
  const of = pick(liveAccounts(world), which)!
  const json = { user_id: of.person.userId, reason: 'somebody asked for help with it', minutes: 60 }
  const expected = isAdministrator(caller) ? (oversees(world, caller, of) ? 409 : 201) : 403
  // what would outlive a key needs a sign-in
  const answer = await ask('session', expected, 'POST', '/admin/break-glass', { json })
  if (answer) world.openings.push({ id: (answer.json as { id: string }).id, of, to: caller.account })
}

async function closeOpening({ world, caller, which, ask }: Doing): Promise<void> {
  const opening = pick(world.openings, which)
  if (opening === undefined) return
  const answer = await ask('manage', isAdministrator(caller) ? 204 : 403, 'DELETE', `/admin/break-glass/${opening.id}`)
  if (answer) world.openings.splice(world.openings.indexOf(opening), 1)
}

async function makeKey({ world, caller, how, ask }: Doing): Promise<void> {
  const scope = pick(SCOPES, how)!
  const answer = await ask('session', 201, 'POST', '/auth/api-keys', { json: { name: 'one more', scopes: [scope] } })
  if (answer === undefined) return
  const { id, key }: { id: string; key: string } = answer.json
  const { request } = world.server
  caller.account.keys.push({
    ...{ scope, isRevoked: false },
    holder: {
      ...caller.account.person,
      keyId: id,
      token: key,
      request: (method, path, options = {}) =>
        request(method, path, { ...options, headers: { ...options.headers, authorization: `Bearer ${key}` } }),
    },
  })
}

/** Keys of others are as if there were none. */
async function revokeKey({ world, caller, which, ask }: Doing): Promise<void> {
  const owners = new Map<Key, Account>(
    liveAccounts(world).flatMap((account) => account.keys.map((key) => [key, account] as const)),
  )
  const key = pick(
    [...owners.keys()].filter(({ isRevoked }) => !isRevoked),
    which,
  )
  if (key === undefined) return
  const isOwn = owners.get(key) === caller.account
  if (await ask('session', isOwn ? 204 : 404, 'DELETE', `/auth/api-keys/${key.holder.keyId}`)) key.isRevoked = true
}

/** An account ends in one of three ways, and another comes in its place. */
async function endAccount({ world, caller, which, how, ask }: Doing, admin: Person): Promise<void> {
  const gone = pick(
    liveAccounts(world).filter(({ isAdmin }) => !isAdmin),
    which,
  )!
  const to = pick(
    liveAccounts(world).filter((account) => account !== gone),
    which,
  )!
  const content = pick(['archive', 'transfer', 'erase'] as const, how)!
  const may = content === 'transfer' ? mayHandOver(world, caller, gone, to) : isAdministrator(caller)
  const query = `content=${content}${content === 'transfer' ? `&to_user_id=${to.person.userId}` : ''}`
  if (!(await ask('manage', may ? 204 : 403, 'DELETE', `/auth/users/${gone.person.userId}?${query}`))) return
  gone.isGone = true
  for (const thing of alive(world, undefined, gone)) {
    if (content === 'transfer') give(thing, to)
    if (content === 'erase') vanish(world, thing, () => false)
  }
  for (const thing of world.things) {
    thing.grants.delete(gone)
    endLinksOf(thing, gone)
  }
  world.openings.splice(0, world.openings.length, ...world.openings.filter(({ of }) => of !== gone))
  gone.listener.close()
  gone.keyListener.close()
  await addAccount(world, admin, world.drawMarker().replace('marker', 'later'))
}

const ACTS = {
  create: (doing: Doing) => create(doing, pick(KINDS, doing.how)!, pick(alive(doing.world, 'board'), doing.which)),
  show,
  rewrite,
  publish,
  move,
  'take off': takeOff,
  remove,
  work,
  call,
  remember,
  grant,
  withdraw,
  link,
  'close a link': closeLink,
  'hand over': handOver,
  undo,
  open,
  'close an opening': closeOpening,
  'make a key': makeKey,
  'revoke a key': revokeKey,
  'end an account': endAccount,
} satisfies Readonly<Record<string, (doing: Doing, admin: Person) => Promise<void>>>

/** The name of an act. */
export type ActName = keyof typeof ACTS

/** What is done, the more often the more often it stands here. */
export const ACT_NAMES: readonly ActName[] = [
  ...(Object.keys(ACTS) as ActName[]),
  ...([
    'create',
    'create',
    'create',
    'move',
    'grant',
    'grant',
    'show',
    'work',
    'call',
    'hand over',
    'undo',
    'open',
    'link',
  ] as const),
]
