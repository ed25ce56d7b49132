import type { Answer, RequestOptions, TemporaryServer } from './temporary-server.ts'

/** Somebody with an account on a server, and what they ask it. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly password: string
  readonly token: string
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
}

const AUTH = '/api/v1/auth'

/** Makes the first administrator of a server and signs in. */
export async function setUpAdministrator(server: TemporaryServer): Promise<Person> {
  const account = accountOf('admin')
  await expectStatus(server.request('POST', `${AUTH}/setup`, { json: account }), 200)
  return signIn(server, account)
}

/** Adds an account and signs in to it. */
export async function addPerson(server: TemporaryServer, admin: Person, name: string): Promise<Person> {
  const account = accountOf(name)
  await expectStatus(admin.request('POST', `${AUTH}/users`, { json: account }), 201)
  return signIn(server, account)
}

/** Signs in once more. */
export async function signIn(server: TemporaryServer, { email, password }: Pick<Person, 'email' | 'password'>): Promise<Person> {
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

function accountOf(name: string) {
  return { email: `${name}@people.test`, password: `Passage of ${name} 7`, display_name: `Display of ${name}` }
}

async function expectStatus(asked: Promise<Answer>, status: number): Promise<Answer> {
  const answer = await asked
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.bytes}`)
  return answer
}
