import { listRoutes, type NamedRoute, type RouteName } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findGoodCall, type GoodCall, listGoodCalls, type MakeGoodCall, writeCall } from '../testing/good-calls.ts'
import { createMaker } from '../testing/make-things.ts'
import { addPerson, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let owner: Person
let other: Person
/** Those whose credentials count no more. */
let locked: Person[]
let calls: Readonly<Record<RouteName, MakeGoodCall>>

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  owner = await addPerson(server, admin, 'owner')
  other = await addPerson(server, admin, 'other')
  const disabled = await addPerson(server, admin, 'disabled')
  await admin.request('PATCH', `/api/v1/auth/users/${disabled.userId}`, { json: { is_active: false } })
  const revoked = await signIn(server, other)
  await revoked.request('POST', '/api/v1/auth/logout')
  locked = [disabled, revoked]

  const own = createMaker({ ...server, request: owner.request })
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
    listSessionsOfUser: () => ({ at: { user_id: other.userId } }),
    createResetLink: () => ({ at: { user_id: other.userId }, status: 501 }),
    findInDirectory: () => ({}),
    listOwnSessions: () => ({}),
    async endSession() {
      const fresh = await signIn(server, owner)
      const { json } = await fresh.request('GET', '/api/v1/auth/sessions')
      const sessions: { id: string; current: boolean }[] = json
      return { at: { session_id: sessions.find(({ current }) => current)?.id ?? '' } }
    },
    createApiKey: () => ({ json: { name: 'k', scopes: ['read'] }, status: 501 }),
    listApiKeys: () => ({}),
    deleteApiKey: () => ({ at: { key_id: 'k' }, status: 404 }),
    createInvitation: () => ({ json: {}, status: 501 }),
    listInvitations: () => ({}),
    revokeInvitation: () => ({ at: { invitation_id: 'i' }, status: 404 }),
  } satisfies Partial<Record<RouteName, MakeGoodCall>>
}

/** Whether a call of the route names things of its owner, and only some people may do that to them. */
function guardsThings({ route }: NamedRoute): boolean {
  const open = ['queue', 'model', 'user', 'video', 'api_key']
  const asked = Object.keys(route.query?.shape ?? {})
  return route.access.rules.some(
    ({ resource, action, by }) =>
      !open.includes(resource) && !asked.includes(by) && !(resource === 'queue_item' && action === 'read'),
  )
}

const isForAdministrators = ({ route }: NamedRoute) => route.access.who.endsWith('admin')
const isForAnyone = ({ route }: NamedRoute) => route.access.who === 'anyone'
const ask = (who: Pick<Person, 'request'>, { route }: NamedRoute, good: GoodCall): Promise<Answer> =>
  who.request(...writeCall(route, good))

const routes = listRoutes().filter(({ name }) => name !== 'logOut')

test.each(routes.filter((named) => !isForAnyone(named)))('$name is closed to whoever is not signed in', async (named) => {
  const good = await findGoodCall(calls, named)()
  for (const who of [server, ...locked]) {
    const { status, bytes } = await ask(who, named, good)
    expect(status).toBe(401)
    expect(bytes.toString()).not.toContain(owner.userId)
  }
})

test.each(routes.filter(isForAdministrators))('$name is closed to users', async (named) => {
  const good = await findGoodCall(calls, named)()
  for (const who of [owner, other]) {
    expect(await ask(who, named, good)).toMatchObject({ status: 403, json: { detail: 'Admin privileges required' } })
  }
})

test.each(routes.filter(guardsThings))('$name does nothing to what belongs to somebody else', async (named) => {
  const good = await findGoodCall(calls, named)()
  const refused = await ask(other, named, good)
  expect([403, 404]).toContain(refused.status)
  expect(refused.bytes.toString()).not.toContain(owner.userId)
  // nothing has happened: its owner can still do it
  expect((await ask(owner, named, good)).status).toBe(good.status ?? named.route.status)
})

test.each(routes)('$name tells others nothing of an owner', async (named) => {
  const good = await findGoodCall(calls, named)()
  if (named.name === 'logIn' || named.name === 'endSession') return
  const text = (await ask(other, named, good)).bytes.toString()
  for (const trace of [owner.userId, owner.email, 'Display of owner']) expect(text).not.toContain(trace)
})

test.each(routes.filter((named) => !isForAdministrators(named)))('$name is open to the owner', async (named) => {
  const good = await findGoodCall(calls, named)()
  const status = [good.status ?? named.route.status]
  // asks for everybody's
  if (named.name === 'clearIntermediates') status.push(403)
  expect(status).toContain((await ask(owner, named, good)).status)
})

test.each(routes)('$name is open to an administrator', async (named) => {
  const good = await findGoodCall(calls, named)()
  expect((await ask(admin, named, good)).status).toBe(good.status ?? named.route.status)
})

test('an image that may not be seen is no place in a list', async () => {
  const imageName = await createMaker({ ...server, request: owner.request }).image()
  const behind = `/api/v1/images/?after=${imageName}`
  expect((await owner.request('GET', behind)).status).toBe(200)
  expect(await other.request('GET', behind)).toMatchObject({ status: 404, json: { detail: 'Image not found' } })
})
