import type { ApiKeyScope } from '@bottega/contracts'
import { type Listener, openListener } from './listener.ts'
import type { Answer, RequestOptions, TemporaryServer } from './temporary-server.ts'

/** Somebody with an account on a server, and what they ask it. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly password: string
  readonly token: string
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
}

/** A server, in this process or in another. */
type Asked = Pick<TemporaryServer, 'request'>

const AUTH = '/api/v1/auth'

/** Opens a socket of somebody, who follows the queue. */
export function listenAs(
  { url }: Pick<TemporaryServer, 'url'>,
  { token }: Pick<Person, 'token'>,
  options: Parameters<typeof openListener>[1] = {},
): Promise<Listener> {
  return openListener(url, { auth: { token }, ...options })
}

/** Enqueues a graph for somebody; the items in the order of the work. */
export async function enqueueAs(
  { request }: Pick<Person, 'request'>,
  graph: object,
  { prepend = false, ...batch }: { readonly prepend?: boolean } & Readonly<Record<string, unknown>> = {},
): Promise<{ readonly itemIds: readonly number[]; readonly batchId: string }> {
  const json = { batch: { graph, runs: 1, ...batch }, prepend }
  const answer = await expectStatus(request('POST', '/api/v1/queue/default/enqueue_batch', { json }), 200)
  const { item_ids, batch: made }: { item_ids: number[]; batch: { batch_id: string } } = answer.json
  return { itemIds: item_ids.toReversed(), batchId: made.batch_id }
}

/** Makes the first administrator of a server and signs in. */
export async function setUpAdministrator(server: Asked): Promise<Person> {
  const account = accountOf('admin')
  await expectStatus(server.request('POST', `${AUTH}/setup`, { json: account }), 200)
  return signIn(server, account)
}

/** Adds an account and signs in to it. */
export async function addPerson(server: Asked, admin: Person, name: string): Promise<Person> {
  const account = accountOf(name)
  await expectStatus(admin.request('POST', `${AUTH}/users`, { json: account }), 201)
  return signIn(server, account)
}

/** Signs in once more. */
export async function signIn(server: Asked, { email, password }: Pick<Person, 'email' | 'password'>): Promise<Person> {
  const { json } = await expectStatus(server.request('POST', `${AUTH}/login`, { json: { email, password } }), 200)
  const { token, user }: { token: string; user: { user_id: string } } = json
  return {
    userId: user.user_id,
    email,
    password,
    token,
    request: (method, path, options = {}) =>
      server.request(method, path, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } }),
  }
}

/** Somebody who acts by an API key of an account. */
export interface KeyHolder extends Person {
  readonly keyId: string
}

/** Makes an API key of somebody; what comes back asks by it. */
export async function makeKey(
  server: Asked,
  owner: Person,
  scopes: readonly ApiKeyScope[],
  expiresAt?: string,
): Promise<KeyHolder> {
  const body = { name: scopes.join(' and '), scopes, ...(expiresAt !== undefined && { expires_at: expiresAt }) }
  const { json } = await expectStatus(owner.request('POST', `${AUTH}/api-keys`, { json: body }), 201)
  const { id, key }: { id: string; key: string } = json
  return {
    ...owner,
    keyId: id,
    token: key,
    request: (method, path, options = {}) =>
      server.request(method, path, { ...options, headers: { ...options.headers, authorization: `Bearer ${key}` } }),
  }
}

function accountOf(name: string) {
  return { email: `${name}@people.test`, password: `Passage of ${name} 7`, display_name: `Display of ${name}` }
}

/** An answer that has to have a status. */
export async function expectStatus(asked: Promise<Answer>, status: number): Promise<Answer> {
  const answer = await asked
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.bytes}`)
  return answer
}

/** Signs in as the page does; answers the pairs of name and value that its cookies hold. */
export async function signInByCookie(
  server: Asked,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<{ readonly session: string; readonly media: string }> {
  const json = { email, password, cookie: true }
  const { headers } = await expectStatus(server.request('POST', `${AUTH}/login`, { json }), 200)
  const [session = '', media = ''] = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return { session, media }
}
