import { deepEqual, notDeepEqual } from 'node:assert/strict'
import type { Listener } from '../listener.ts'
import { KINDS, ROUTES } from './acts.ts'
import {
  accessTo,
  alive,
  byKey,
  bySession,
  type Caller,
  isAdministrator,
  liveAccounts,
  sees,
  type Thing,
  type World,
} from './world.ts'

const API = '/api/v1'

/** What lists tell somebody, each with the ids in it; with `all` those of everybody that they may see. */
async function listAll(
  { label, request }: Caller,
  { all = false } = {},
): Promise<Readonly<Record<Thing['kind'], readonly string[]>>> {
  const get = async (path: string) => {
    const scoped = all ? `${path}${path.includes('?') ? '&' : '?'}scope=all` : path
    const { status, json } = await request('GET', API + scoped)
    deepEqual([label, scoped, status], [label, scoped, 200])
    return json as never
  }
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
    workflow: [...new Set(ids([...own.items, ...open.items], 'workflow_id'))].sort(),
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

/** What lists show somebody is what single reads allow, and both are what the world says. */
async function compareLists(world: World, caller: Caller): Promise<void> {
  const { label, account } = caller
  const listed = await listAll(caller)
  const everything = isAdministrator(caller) ? await listAll(caller, { all: true }) : undefined
  const idsOf = (kind: Thing['kind'], shown: (thing: Thing) => boolean) =>
    world.things
      .filter((thing) => thing.kind === kind && shown(thing))
      .map(({ id }) => id)
      .sort()
  for (const kind of KINDS) {
    deepEqual([label, kind, listed[kind]], [label, kind, idsOf(kind, (thing) => sees(account, thing))])
    if (everything === undefined) continue
    const readable = idsOf(kind, (thing) => accessTo(world, caller, thing) !== undefined)
    deepEqual([label, 'all', kind, everything[kind]], [label, 'all', kind, readable])
  }
  if (everything === undefined) deepEqual((await caller.request('GET', `${API}/boards/?all=true&scope=all`)).status, 403)
  for (const thing of world.things) {
    if (sees(account, thing)) {
      thing.seenBy.add(account)
      thing.readBy.add(account)
    }
    const { status, json } = await caller.request('GET', API + ROUTES[thing.kind] + thing.id)
    const access = accessTo(world, caller, thing)
    const expected = access !== undefined ? 200 : thing.isGone ? 404 : 403
    deepEqual([label, thing.kind, thing.id, status], [label, thing.kind, thing.id, expected])
    const told = (json as { access?: string } | undefined)?.access
    if (access !== undefined && told !== undefined)
      deepEqual([label, thing.kind, thing.id, told], [label, thing.kind, thing.id, access])
  }
}

/** Everybody by their sign-in, and by one of their keys, another one each time; those who are gone and keys that were revoked get nothing. */
export async function compareListsWithChecks(world: World, round: number): Promise<void> {
  for (const account of liveAccounts(world)) {
    await compareLists(world, bySession(account))
    const keys = account.keys.filter(({ isRevoked }) => !isRevoked)
    const key = keys[round % Math.max(1, keys.length)]
    if (key !== undefined) await compareLists(world, byKey(account, key))
  }
  for (const account of world.accounts) {
    const ended = account.keys.filter(({ isRevoked }) => isRevoked || account.isGone).map((key) => byKey(account, key))
    for (const caller of account.isGone ? [...ended, bySession(account)] : ended) {
      const { status } = await caller.request('GET', `${API}/auth/me`)
      deepEqual([caller.label, status], [caller.label, 401])
    }
  }
}

/** An answer as it was read. */
interface ReadAnswer {
  readonly path: string
  readonly text: string
}

/** Everything that somebody gets to read without naming a thing, and by naming each thing. */
async function readEverything(world: World, { request }: Caller) {
  const answers: ReadAnswer[] = []
  const read = async (method: string, path: string, json?: unknown) => {
    const answer = await request(method, API + path, json === undefined ? {} : { json })
    notDeepEqual([path, answer.status], [path, 500])
    answers.push({ path, text: answer.bytes.toString('latin1') + JSON.stringify([...answer.headers]) })
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
    ...['/auth/api-keys', '/auth/me/exports', '/auth/me/access-log', '/admin/break-glass', '/admin/transfers', '/audit'],
  ]) {
    await read('GET', path)
  }
  const browsed = [...answers]
  for (const { marker } of [...world.things, ...world.owned]) {
    await read('GET', `/images/names?search_term=${marker.slice(0, 3)}`)
    await read('GET', `/queue/default/counts_by_destination?destination=${marker.slice(0, 9)}`)
  }
  for (const { kind, id } of world.things) {
    await read('GET', ROUTES[kind] + id)
    if (kind === 'image')
      for (const part of ['metadata', 'workflow', 'full', 'thumbnail']) await read('GET', `/images/i/${id}/${part}`)
    if (kind !== 'board') continue
    for (const path of [`/boards/${id}/image_names`, `/images/?board_id=${id}`, `/boards/${id}/shares`, `/boards/${id}/links`]) {
      await read('GET', path)
    }
  }
  await read('POST', '/images/images_by_names', { image_names: alive(world, 'image').map(({ id }) => id) })
  return { browsed, asked: answers }
}

/** Nothing that somebody reads or hears has a word of what is not theirs, and no list has its id. */
export async function lookForTraces(world: World, round: number): Promise<void> {
  for (const account of liveAccounts(world)) {
    const keys = account.keys.filter(({ isRevoked }) => !isRevoked)
    const key = keys[round % Math.max(1, keys.length)]
    for (const caller of [bySession(account), ...(key === undefined ? [] : [byKey(account, key)])]) await lookAt(world, caller)
    // an administrator hears what others do, unless by a key that does not manage
    for (const listener of account.isAdmin ? [account.keyListener] : [account.listener, account.keyListener]) {
      await listen(world, bySession(account), listener)
    }
  }
}

async function lookAt(world: World, caller: Caller): Promise<void> {
  const { account, label } = caller
  const { browsed, asked } = await readEverything(world, caller)
  const lack = (answers: readonly ReadAnswer[], what: string, word: string) => {
    const found = answers.filter(({ text }) => text.includes(word)).map(({ path }) => path)
    deepEqual([label, what, word, found], [label, what, word, []])
  }
  const hidden = world.things.filter(
    (thing) => thing.owner !== account && accessTo(world, caller, thing) === undefined && !thing.isGone,
  )
  for (const { kind, marker } of hidden) lack(asked, kind, marker)
  for (const word of secretsOfOthers(world, caller)) lack(asked, 'a secret', word)
  if (isAdministrator(caller)) return
  for (const { kind, isGone, owner, marker } of world.things)
    if (isGone && owner !== account) lack(asked, `what was a ${kind}`, marker)
  for (const word of wordsOfOthers(world, caller)) lack(asked, 'a word', word)
  // whoever has an image on a board knows of the board, and one's own items go on naming what one could see
  const knows = (thing: Thing) =>
    sees(account, thing) || thing.namedBy.has(account) || alive(world, 'image', account).some(({ board }) => board === thing)
  for (const thing of world.things)
    if (!knows(thing) && thing.owner !== account) lack(browsed, `the id of a ${thing.kind}`, thing.id)
}

/** A socket may have heard of what was shared at the time. */
async function listen(world: World, caller: Caller, listener: Listener): Promise<void> {
  const { account, label } = caller
  await listener.settle()
  const heard = JSON.stringify(listener.heard())
  const never = [
    ...world.things.filter(({ readBy }) => !readBy.has(account)).map(({ marker }) => marker),
    // one's own items name what one could read as an administrator
    ...world.things.filter(({ seenBy, namedBy }) => !seenBy.has(account) && !namedBy.has(account)).map(({ id }) => id),
    ...wordsOfOthers(world, caller),
    ...secretsOfOthers(world, caller),
  ]
  for (const word of never) deepEqual([label, word, heard.includes(word)], [label, word, false])
}

/** Words that are in what is never shared. */
const wordsOfOthers = ({ owned, accounts }: World, { account }: Caller) => [
  ...owned.filter(({ owner }) => owner !== account).map(({ marker }) => marker),
  ...accounts.filter((other) => other !== account).map(({ person }) => person.email),
]

/** What opens the accounts of others. */
const secretsOfOthers = ({ accounts }: World, { account }: Caller) =>
  accounts
    .filter((other) => other !== account)
    .flatMap(({ person, keys }) => [person.token, ...keys.map(({ holder }) => holder.token)])

/** Whoever follows a link sees the images of its board, and nobody's name, id or words. */
export async function followLinks(world: World): Promise<void> {
  for (const board of world.things.filter(({ kind }) => kind === 'board')) {
    for (const { token, isOpen } of board.links) {
      const follow = (path = '') => world.server.request('GET', `${API}/public/${token}${path}`)
      const isGood = isOpen && !board.isGone && !board.owner.isGone
      const answer = await follow('?limit=1000')
      deepEqual([board.id, answer.status], [board.id, isGood ? 200 : 404])
      const lying = alive(world, 'image').filter((image) => isGood && image.board === board)
      const { items = [] }: { items?: { image_name: string }[] } = answer.json
      deepEqual(items.map(({ image_name }) => image_name).sort(), lying.map(({ id }) => id).sort())
      const texts = [answer.bytes.toString()]
      for (const image of world.things.filter(({ kind }) => kind === 'image')) {
        const file = await follow(`/images/${image.id}/full`)
        deepEqual([image.id, file.status], [image.id, lying.includes(image) ? 200 : 404])
        texts.push(file.bytes.toString('latin1'), JSON.stringify([...file.headers]))
      }
      const told = texts.join('\n')
      const words = world.things.filter((thing) => thing !== board).map(({ marker }) => marker)
      const names = world.accounts.flatMap(({ person: { userId, email } }) => [
        userId,
        email,
        `Display of ${email.split('@')[0]}`,
      ])
      for (const word of [...words, ...names, board.id]) deepEqual([word, told.includes(word)], [word, false])
    }
  }
}
