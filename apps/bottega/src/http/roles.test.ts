import { readFileSync } from 'node:fs'
import {
  API_KEY_SCOPES,
  CLOSABLE,
  describeAnswer,
  ERRORS,
  hasScope,
  listRoutes,
  type NamedRoute,
  type RouteName,
  refusalError,
} from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { findGoodCall, type GoodCall, listGoodCalls, type MakeGoodCall, writeCall } from '../testing/good-calls.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, type KeyHolder, makeKey, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let owner: Person
let other: Person
/** To whom boards of the owner are granted. */
let guest: Person
/** Those whose credentials count no more. */
let locked: Person[]
/** API keys of the owner and of the administrator, one of each scope, from least to most. */
let ownKeys: KeyHolder[]
let adminKeys: KeyHolder[]
/** Makes things of the owner. */
let make: Pick<Maker, 'board'>
let calls: Readonly<Record<RouteName, MakeGoodCall>>

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  owner = await addPerson(server, admin, 'owner')
  other = await addPerson(server, admin, 'other')
  guest = await addPerson(server, admin, 'guest')
  const disabled = await addPerson(server, admin, 'disabled')
  await admin.request('PATCH', `/api/v1/auth/users/${disabled.userId}`, { json: { is_active: false } })
  const revoked = await signIn(server, other)
  await revoked.request('POST', '/api/v1/auth/logout')
  const deletedKey = await makeKey(server, owner, ['manage'])
  await owner.request('DELETE', `/api/v1/auth/api-keys/${deletedKey.keyId}`)
  locked = [disabled, revoked, deletedKey]
  ownKeys = await Promise.all(API_KEY_SCOPES.map((scope) => makeKey(server, owner, [scope])))
  adminKeys = await Promise.all(API_KEY_SCOPES.map((scope) => makeKey(server, admin, [scope])))

  const own = createMaker({ ...server, request: owner.request })
  make = own
  const { install, model, modelWithPicture, relatedModels, someModel, starterModel } = createMaker({
    ...server,
    request: admin.request,
  })
  const maker = { ...own, install, model, modelWithPicture, relatedModels, someModel, starterModel }
  calls = {
    ...listGoodCalls(maker, { root: server.root, projectRoot: server.app.projectRoot }),
    ...listAccountCalls(),
  }
})
afterAll(() => server.close())

async function invite(json: object): Promise<{ id: string; token: string }> {
  return (await admin.request('POST', '/api/v1/auth/invitations', { json })).json
}
const addSpare = () => addPerson(server, admin, `spare ${crypto.randomUUID()}`.replace(' ', '-'))

/** Calls about accounts, which mean something else where there are some. */
function listAccountCalls() {
  const at = { user_id: 'nobody' }
  const account = { email: 'new@people.test', password: 'Correct-Horse-7' }
  return {
    setUp: () => ({ json: account, status: 400 }),
    logIn: () => ({ json: { email: owner.email, password: owner.password } }),
    logOut: () => ({}),
    getOwnAccount: () => ({}),
    updateOwnAccount: () => ({ json: {} }),
    generatePassword: () => ({}),
    listUsers: () => ({}),
    createUser: () => ({ json: { ...account, email: `${crypto.randomUUID()}@people.test` } }),
    getUser: () => ({ at: { user_id: other.userId } }),
    updateUser: () => ({ at: { user_id: other.userId }, json: {} }),
    deleteUser: () => ({ at, status: 404 }),
    transferContent: () => ({ json: { from_user_id: 'system', to_user_id: other.userId, dry_run: true }, status: 200 }),
    exportUserData: () => ({ at: { user_id: other.userId } }),
    listSessionsOfUser: () => ({ at: { user_id: other.userId } }),
    endSessionsOfUser: () => ({ at, status: 404 }),
    listApiKeysOfUser: () => ({ at: { user_id: other.userId } }),
    deleteApiKeysOfUser: () => ({ at, status: 404 }),
    deleteApiKeyOfUser: () => ({ at: { ...at, key_id: 'k' }, status: 404 }),
    listOwnAccess: () => ({}),
    noteOwnAccess: () => ({ at: { opening_id: 'o' }, status: 404 }),
    createResetLink: () => ({ at: { user_id: other.userId } }),
    findInDirectory: () => ({}),
    listOwnSessions: () => ({}),
    endOtherSessions: () => ({}),
    async endSession() {
      const fresh = await signIn(server, owner)
      const { json } = await fresh.request('GET', '/api/v1/auth/sessions')
      const sessions: { id: string; current: boolean }[] = json
      return { at: { session_id: sessions.find(({ current }) => current)?.id ?? '' } }
    },
    shareBoard: async () => ({ at: { board_id: await make.board() }, json: { user_id: guest.userId, permission: 'read' } }),
    async unshareBoard() {
      const at = { board_id: await make.board(), user_id: guest.userId }
      const json = { user_id: guest.userId, permission: 'read' }
      await owner.request('POST', `/api/v1/boards/${at.board_id}/share`, { json })
      return { at }
    },
    createApiKey: () => ({ json: { name: 'k', scopes: ['read'] } }),
    listApiKeys: () => ({}),
    deleteApiKey: async () => ({ at: { key_id: (await makeKey(server, owner, ['read'])).keyId } }),
    createInvitation: () => ({ json: {} }),
    listInvitations: () => ({}),
    revokeInvitation: async () => ({ at: { invitation_id: (await invite({})).id } }),
    acceptInvitation: async () => {
      const { token } = await invite({ email: `${crypto.randomUUID()}@people.test` })
      return { json: { token, password: account.password } }
    },
    resetPassword: async () => {
      const { json } = await admin.request('POST', `/api/v1/auth/users/${(await addSpare()).userId}/reset-link`)
      const { token }: { token: string } = json
      return { json: { token, new_password: account.password } }
    },
    // mail is not set up
    forgetPassword: () => ({ json: { email: owner.email }, status: 409 }),
  } satisfies Partial<Record<RouteName, MakeGoodCall>>
}

/** Whether a call of the route names things of its owner, and only some people may do that to them. */
function guardsThings({ route }: NamedRoute): boolean {
  const open = ['queue', 'model', 'user', 'video']
  return route.access.rules.some(
    ({ resource, action }) => !open.includes(resource) && !(resource === 'queue_item' && action === 'read'),
  )
}

/** With a thing of its owner in every place of the query where the route lets a caller name one. */
async function nameThings({ route }: NamedRoute, good: GoodCall, maker = make): Promise<GoodCall> {
  const asksForBoard = route.access.rules.some(({ resource, by }) => resource === 'board' && by in (route.query?.shape ?? {}))
  return asksForBoard ? { ...good, query: { ...good.query, board_id: await maker.board() } } : good
}

/** What refuses an act on a thing of somebody else, word for word; the ids in it are those of the call. */
function findRefusals({ route }: NamedRoute): { readonly status: number; readonly text: RegExp }[] {
  return route.access.rules.map(({ resource, action }) => {
    const { status, body } = describeAnswer(refusalError(resource, action, 'THING'))
    const text = String(body.detail).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return { status, text: new RegExp(`^${text.replace('THING', '.+')}$`) }
  })
}

const isForAdministrators = ({ route }: NamedRoute) => route.access.who.endsWith('admin')
const isForAnyone = ({ route }: NamedRoute) => route.access.who === 'anyone'
const ask = (who: Pick<Person, 'request'>, { route }: NamedRoute, good: GoodCall): Promise<Answer> =>
  who.request(...writeCall(route, good))

function expectNoTrace({ bytes, headers }: Answer): void {
  const text = `${bytes.toString('latin1')} ${JSON.stringify([...headers])}`
  for (const trace of [owner.userId, owner.email, 'Display of owner']) expect(text).not.toContain(trace)
}

/** What the page of routes says: by method and path, the cells of anyone, user, owner and administrator. */
const PAGE = new Map(
  [
    ...readFileSync(new URL('../../../../docs/reference/routes.md', import.meta.url), 'utf8').matchAll(
      /^\| \(?`(\S+ \S+)`\)? \|(.*)\|$/gm,
    ),
  ].map(([, route = '', cells = '']) => [
    route,
    cells
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, 5),
  ]),
)

const routes = listRoutes().filter(({ name }) => name !== 'logOut')

test.each(routes.filter((named) => !isForAnyone(named)))('$name is closed to whoever is not signed in', async (named) => {
  const good = await findGoodCall(calls, named)()
  for (const who of [server, ...locked]) {
    const answer = await ask(who, named, good)
    expect(answer.status).toBe(401)
    expectNoTrace(answer)
  }
})

test.each(routes.filter(isForAdministrators))('$name is closed to users', async (named) => {
  const good = await findGoodCall(calls, named)()
  for (const who of [owner, other]) {
    expect(await ask(who, named, good)).toMatchObject({ status: 403, json: { detail: 'Admin privileges required' } })
  }
})

test.each(routes.filter(guardsThings))('$name does nothing to what belongs to somebody else', async (named) => {
  const good = await nameThings(named, await findGoodCall(calls, named)())
  const refused = await ask(other, named, good)
  const detail = named.route.method === 'HEAD' ? undefined : (refused.json as { detail: unknown }).detail
  const fits = findRefusals(named).some(
    ({ status, text }) => status === refused.status && (detail === undefined || text.test(String(detail))),
  )
  expect([refused.status, detail, fits]).toEqual([refused.status, detail, true])
  expectNoTrace(refused)
  // nothing has happened: its owner can still do it
  expect((await ask(owner, named, good)).status).toBe(good.status ?? named.route.status)
})

test.each(routes)('$name tells others nothing of an owner', async (named) => {
  const good = await findGoodCall(calls, named)()
  if (named.name === 'logIn' || named.name === 'endSession') return
  // which is there to name people; people-directory tests hold what it says
  if (named.name === 'findInDirectory') return
  expectNoTrace(await ask(other, named, good))
})

const asksForScope = ({ route }: NamedRoute) => 'scope' in (route.query?.shape ?? {})

test.each(routes.filter(asksForScope))('$name shows everybody’s things to administrators alone', async (named) => {
  const good = await findGoodCall(calls, named)()
  const call = { ...good, query: { ...good.query, scope: 'all' } }
  const refused = await ask(owner, named, call)
  expect(refused.status).toBe(403)
  if (named.route.method !== 'HEAD') expect(refused.json).toEqual({ detail: 'Admin privileges required' })
  expect((await ask(admin, named, call)).status).toBe(good.status ?? named.route.status)
})

test.each(routes.filter((named) => !isForAdministrators(named)))('$name is open to the owner', async (named) => {
  const good = await findGoodCall(calls, named)()
  expect((await ask(owner, named, good)).status).toBe(good.status ?? named.route.status)
})

const isOwnersAlone = ({ route }: NamedRoute) =>
  route.access.rules.some(({ resource }) => resource === 'api_key' || resource === 'trashed_image')

test.each(routes.filter((named) => !isOwnersAlone(named)))('$name is open to an administrator', async (named) => {
  const good = await findGoodCall(calls, named)()
  expect((await ask(admin, named, good)).status).toBe(good.status ?? named.route.status)
})

test.each(routes.filter(isOwnersAlone))('$name finds nothing for an administrator', async (named) => {
  const good = await findGoodCall(calls, named)()
  expect((await ask(admin, named, good)).status).toBe(404)
})

const withCredentials = routes.filter((named) => !isForAnyone(named))
const isInScope = ({ route }: NamedRoute, at: number) => hasScope(API_KEY_SCOPES.slice(at, at + 1), route.scope)

test.each(withCredentials)('$name is open to API keys of its scope, and to no others', async (named) => {
  const { method, status } = named.route
  for (const keys of [ownKeys, adminKeys]) {
    for (const [at, key] of keys.entries()) {
      const good = await findGoodCall(calls, named)()
      const answer = await ask(key, named, good)
      if (!isInScope(named, at)) {
        expect(answer.status).toBe(403)
        if (method !== 'HEAD') expect((answer.json as { detail: string }).detail).toContain('scope')
      } else if (keys === ownKeys) {
        expect(answer.status).toBe(isForAdministrators(named) ? 403 : (good.status ?? status))
      } else if (key === adminKeys.at(-1)) expect([401, 403]).not.toContain(answer.status)
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(answer.headers.has('x-refreshed-token')).toBe(false)
    }
  }
})

test.each(withCredentials)('$name takes a key of an administrator that may not manage for one of a user', async (named) => {
  for (const [at, key] of adminKeys.slice(0, -1).entries()) {
    if (!isInScope(named, at)) continue
    const answers = [key, other].map(async (who) => ask(who, named, await nameThings(named, await findGoodCall(calls, named)())))
    const [byKey, byUser] = await Promise.all(answers)
    expect(byKey?.status).toBe(byUser?.status)
  }
})

/** What of a body would let a key's holder in by another door, wherever a route takes it. */
const WAYS_IN = {
  email: 'mine@people.test',
  password: 'Another-Horse-8',
  new_password: 'Another-Horse-8',
  is_admin: true,
  is_active: true,
}
/** A password of a new account without rights lets nobody into one that there is, and one of a public link into none. */
const isAllowedToKeys = (route: string, field: string) =>
  (field === 'password' && ['createUser', 'createLink'].includes(route)) ||
  (field === 'email' && ['createUser', 'createInvitation'].includes(route))

/** What a body may name. One of a shape that is not known here hides nothing: it is refused. */
function listFields(body: unknown): readonly string[] {
  if (body instanceof z.ZodObject) return Object.keys(body.shape)
  if (body instanceof z.ZodOptional || body instanceof z.ZodNullable || body instanceof z.ZodDefault)
    return listFields(body.unwrap())
  if (body instanceof z.ZodUnion) return body.options.flatMap(listFields)
  const hasNone = [z.ZodString, z.ZodLiteral, z.ZodArray, z.ZodRecord, z.ZodUnknown, z.ZodAny].some(
    (type) => body instanceof type,
  )
  if (body === undefined || hasNone) return []
  throw new Error(`nobody knows what a body of ${body?.constructor.name} may name`)
}

const waysIn = withCredentials.flatMap((named) => {
  const fields = listFields(named.route.body)
  const taken = Object.entries(WAYS_IN).filter(([field]) => fields.includes(field) && !isAllowedToKeys(named.name, field))
  return taken.map(([field, value]) => ({ named, name: named.name, field, value }))
})

test.each(waysIn)('$name takes no $field from a key, which would outlive it', async ({ named, field, value }) => {
  const good = await findGoodCall(calls, named)()
  const answer = await ask(adminKeys.at(-1)!, named, { ...good, json: { ...(good.json as object), [field]: value } })
  expect(answer).toMatchObject({ status: 403, json: { detail: ERRORS.api_key_refused.message } })
})

test('an image that may not be seen is no place in a list', async () => {
  const imageName = await createMaker({ ...server, request: owner.request }).image()
  const behind = `/api/v1/images/?after=${imageName}`
  expect((await owner.request('GET', behind)).status).toBe(200)
  expect(await other.request('GET', behind)).toMatchObject({ status: 404, json: { detail: 'Image not found' } })
})

test.each(routes)('$name is open to whom the page of routes says', async (named) => {
  const { method, path } = named.route
  const said = PAGE.get(`${method} ${path}`)
  const seen: string[] = []
  for (const who of [server, other, owner, admin]) {
    const good = await nameThings(named, await findGoodCall(calls, named)())
    const { status } = await ask(who, named, good)
    // what is missing for everybody was refused to nobody, and what there is already was not refused either
    seen.push(status === good.status || ![401, 403, 404].includes(status) ? 'yes' : '')
  }
  // of things that there are none of yet, nobody can tell
  expect(said?.map((cell, at) => (cell === '–' ? seen[at] : cell))).toEqual(seen)
})

/** A server whose administrators do not see the private work of others. */
interface ClosedStudio {
  readonly server: TemporaryServer
  readonly admin: Person
  readonly owner: Person
  readonly make: Maker
}
let closed: ClosedStudio

beforeAll(async () => {
  const settings = 'multiuser: true\nlogin_throttle: false\nadmin_private_view: false\n'
  const closedServer = await startTemporaryServer(inject('dist'), { settings })
  const closedAdmin = await setUpAdministrator(closedServer)
  const closedOwner = await addPerson(closedServer, closedAdmin, 'owner')
  const own = createMaker({ ...closedServer, request: closedOwner.request })
  const models = createMaker({ ...closedServer, request: closedAdmin.request })
  const { install, model, modelWithPicture, relatedModels, someModel, starterModel } = models
  const maker = { ...own, install, model, modelWithPicture, relatedModels, someModel, starterModel }
  closed = { server: closedServer, admin: closedAdmin, owner: closedOwner, make: maker }
})
afterAll(() => closed.server.close())

const listClosedCalls = () => listGoodCalls(closed.make, { root: closed.server.root, projectRoot: closed.server.app.projectRoot })
const isClosable = ({ route }: NamedRoute) => route.access.rules.some(({ resource }) => CLOSABLE.includes(resource))

test.each(routes.filter((named) => guardsThings(named) && isClosable(named)))(
  '$name does nothing to the private work of others for an administrator to whom it is closed',
  async (named) => {
    const good = await nameThings(named, await findGoodCall(listClosedCalls(), named)(), closed.make)
    const refused = await ask(closed.admin, named, good)
    expect(refused.status).toBe(403)
    if (named.route.method !== 'HEAD') expect(refused.json).toEqual({ detail: ERRORS.private_work_closed.message })
    for (const trace of [closed.owner.userId, closed.owner.email]) expect(refused.bytes.includes(trace)).toBe(false)
    expect((await ask(closed.owner, named, good)).status).toBe(good.status ?? named.route.status)
  },
)

test.each(routes.filter((named) => asksForScope(named) && !isClosable(named)))(
  '$name has nothing of others for an administrator to whom it is closed',
  async (named) => {
    const good = await findGoodCall(listClosedCalls(), named)()
    const answer = await ask(closed.admin, named, { ...good, query: { ...good.query, scope: 'all' } })
    expect(answer.status).toBe(good.status ?? named.route.status)
    const text = answer.bytes.toString('latin1')
    for (const trace of [closed.owner.userId, closed.owner.email, 'Display of owner']) expect(text).not.toContain(trace)
  },
)

const isAboutContent = (named: NamedRoute) =>
  !isClosable(named) && !isOwnersAlone(named) && !named.route.path.startsWith('/api/v1/auth/') && named.name !== 'openAccount'

test.each(routes.filter(isAboutContent))('$name is open to an administrator who does not see private work', async (named) => {
  const good = await findGoodCall(listClosedCalls(), named)()
  expect((await ask(closed.admin, named, good)).status).toBe(good.status ?? named.route.status)
})
