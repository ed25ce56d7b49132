import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditEntry, Invitation, UserDto } from '@bottega/contracts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addPerson, expectStatus, listenAs, makeKey, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'
const PASSWORD = 'Another-Horse-8'
const DEAD = { status: 400, json: { detail: 'This link is unknown, used, revoked or expired: ask for a new one' } }
const UNKNOWN = 'x'.repeat(43)

let server: TemporaryServer
let admin: Person
/** Tokens that were handed out, none of which may be found in what the server keeps. */
const drawn: string[] = []
let added = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
})
afterAll(() => server.close())

const nextEmail = () => `new-${++added}@people.test`
const addSomebody = () => addPerson(server, admin, `somebody-${++added}`)

async function invite(json: object = {}, by = admin): Promise<Invitation & { token: string; url: string; mailed: boolean }> {
  const answer = await expectStatus(by.request('POST', `${AUTH}/invitations`, { json }), 201)
  const invitation: Invitation & { token: string; url: string; mailed: boolean } = answer.json
  drawn.push(invitation.token)
  return invitation
}
const accept = (json: object) => server.request('POST', `${AUTH}/invitations/accept`, { json })

async function makeResetLink({ userId }: Person): Promise<{ token: string; url: string; expires_at: string }> {
  const { json } = await expectStatus(admin.request('POST', `${AUTH}/users/${userId}/reset-link`), 201)
  const link: { token: string; url: string; expires_at: string } = json
  drawn.push(link.token)
  return link
}
const reset = (token: string, new_password = PASSWORD) =>
  server.request('POST', `${AUTH}/reset-password`, { json: { token, new_password } })

const look = (token: string) => server.request('POST', `${AUTH}/one-time-link`, { json: { token } })

async function readLog(target: string): Promise<AuditEntry[]> {
  const { json } = await admin.request('GET', '/api/v1/audit?limit=1000')
  const { items }: { items: AuditEntry[] } = json
  return items.filter(({ target_id, details }) => target_id === target || details.invitation_id === target)
}

describe('an invitation', () => {
  test('leads to the page with its token behind the #, which is never sent', async () => {
    const { token, url, ...rest } = await invite({ email: 'Nora@people.test' })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(url).toBe(`${server.url}/invitation#${token}`)
    expect(rest).toMatchObject({ email: 'Nora@people.test', is_admin: false })
    const days = (Date.parse(rest.expires_at) - Date.parse(rest.created_at)) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
    const { json } = await expectStatus(admin.request('GET', `${AUTH}/invitations`), 200)
    expect((json as Invitation[]).find(({ id }) => id === rest.id)).toEqual(rest)
  })

  test('becomes an account of its address and role, which can sign in', async () => {
    const email = nextEmail()
    const { token, id } = await invite({ email, is_admin: true })
    const body = {
      token,
      password: PASSWORD,
      email: email.toUpperCase(),
      display_name: 'Nora',
      is_admin: false,
      is_active: false,
    }
    const { json } = await expectStatus(accept(body), 201)
    const { success, user }: { success: boolean; user: UserDto } = json
    expect(success).toBe(true)
    expect(user).toMatchObject({ email, display_name: 'Nora', is_admin: true, is_active: true })
    await signIn(server, { email, password: PASSWORD })
    expect(await readLog(id)).toMatchObject([
      { action: 'invitation_accepted', actor_id: user.user_id, target_type: 'user', target_id: user.user_id },
      { action: 'invitation_created', actor_id: admin.userId, details: { email, is_admin: true } },
    ])
  })

  test('used, taken back, run out or unknown is refused in the same words', async () => {
    const used = await invite()
    await expectStatus(accept({ token: used.token, password: PASSWORD, email: nextEmail() }), 201)
    const revoked = await invite()
    await expectStatus(admin.request('DELETE', `${AUTH}/invitations/${revoked.id}`), 204)
    expect(await admin.request('DELETE', `${AUTH}/invitations/${revoked.id}`)).toMatchObject({ status: 404 })
    expect(await readLog(revoked.id)).toMatchObject([{ action: 'invitation_revoked' }, { action: 'invitation_created' }])
    const short = await invite({ expires_at: new Date(Date.now() + 300).toISOString() })
    await expect
      .poll(async () => ((await admin.request('GET', `${AUTH}/invitations`)).json as Invitation[]).map(({ id }) => id))
      .not.toContain(short.id)
    const link = await makeResetLink(await addSomebody())
    for (const token of [used.token, revoked.token, short.token, link.token, UNKNOWN, '']) {
      expect(await accept({ token, password: PASSWORD, email: nextEmail() })).toMatchObject(DEAD)
    }
    expect(await reset((await invite()).token)).toMatchObject(DEAD)
  })

  test('stays good after a password, or an address, that is refused', async () => {
    const email = nextEmail()
    const { token } = await invite({ email })
    expect((await accept({ token, password: 'short' })).status).toBe(400)
    expect(await accept({ token, password: PASSWORD, email: nextEmail() })).toMatchObject({
      status: 400,
      json: { detail: 'This invitation is for another address' },
    })
    await expectStatus(accept({ token, password: PASSWORD }), 201)

    const open = await invite()
    expect((await accept({ token: open.token, password: PASSWORD })).status).toBe(400)
    expect((await accept({ token: open.token, password: PASSWORD, email })).status).toBe(400)
    await expectStatus(accept({ token: open.token, password: PASSWORD, email: nextEmail() }), 201)
  })

  test('for an address that has an account, or to the past, is not made', async () => {
    const json = { email: admin.email.toUpperCase() }
    expect((await admin.request('POST', `${AUTH}/invitations`, { json })).status).toBe(400)
    const past = { expires_at: '2020-01-01T00:00:00Z' }
    expect((await admin.request('POST', `${AUTH}/invitations`, { json: past })).status).toBe(422)
    // in UTC the year has five digits
    const far = { expires_at: '9999-12-31T23:59:59-10:00' }
    expect((await admin.request('POST', `${AUTH}/invitations`, { json: far })).status).toBe(422)
  })

  test('of somebody who administers no longer lets nobody in', async () => {
    const chief = await addSomebody()
    await expectStatus(admin.request('PATCH', `${AUTH}/users/${chief.userId}`, { json: { is_admin: true } }), 200)
    const { token } = await invite({ is_admin: true }, chief)
    await expectStatus(admin.request('PATCH', `${AUTH}/users/${chief.userId}`, { json: { is_admin: false } }), 200)
    expect(await accept({ token, password: PASSWORD, email: nextEmail() })).toMatchObject(DEAD)
  })

  test('accepted many times at once makes one account', async () => {
    const { token } = await invite()
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept({ token, password: PASSWORD, email: nextEmail() })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 400)])
  })

  test('taken back while it is accepted is either', async () => {
    for (let round = 0; round < 6; round++) {
      const { token, id } = await invite()
      const emails = Array.from({ length: 3 }, nextEmail)
      const takeBack = async () => {
        // a password is hashed meanwhile
        for (let turn = 0; turn < round; turn++) await server.request('GET', '/health/live')
        return admin.request('DELETE', `${AUTH}/invitations/${id}`)
      }
      const [taken, ...answers] = await Promise.all([
        takeBack(),
        ...emails.map((email) => accept({ token, password: PASSWORD, email })),
      ])
      const accepted = answers.filter(({ status }) => status === 201).length
      expect([accepted, taken.status]).toBeOneOf([
        [1, 404],
        [0, 204],
      ])
      const { json } = await admin.request('GET', `${AUTH}/users`)
      expect((json as UserDto[]).filter(({ email }) => emails.includes(email)).length).toBe(accepted)
      expect((await accept({ token, password: PASSWORD, email: nextEmail() })).status).toBe(400)
    }
  })
})

describe('a link for a new password', () => {
  test('sets it once, and ends every sign-in and socket of the account', async () => {
    const ann = await addSomebody()
    const key = await makeKey(server, ann, ['read'])
    const listener = await listenAs(server, ann)
    const closed = new Promise((resolve) => listener.socket.on('disconnect', resolve))
    const { token, url, expires_at } = await makeResetLink(ann)
    expect(url).toBe(`${server.url}/new-password#${token}`)
    expect((Date.parse(expires_at) - Date.now()) / 3_600_000).toBeCloseTo(24, 1)
    expect(await reset(token, 'weak')).toMatchObject({ status: 400 })
    expect(await reset(token)).toMatchObject({ status: 200, json: { success: true } })
    await closed
    expect((await ann.request('GET', `${AUTH}/me`)).status).toBe(401)
    await expectStatus(key.request('GET', `${AUTH}/me`), 200)
    expect((await server.request('POST', `${AUTH}/login`, { json: { email: ann.email, password: ann.password } })).status).toBe(
      401,
    )
    await signIn(server, { ...ann, password: PASSWORD })
    expect(await reset(token)).toMatchObject(DEAD)
    expect((await readLog(ann.userId)).map(({ action }) => action)).toEqual([
      'login',
      'login_failed',
      'password_reset',
      'reset_link_created',
      'api_key_created',
      'login',
      'user_created',
    ])
  })

  test('puts out the older ones, and is put out by a new password and by time', async () => {
    const ann = await addSomebody()
    const first = await makeResetLink(ann)
    const second = await makeResetLink(ann)
    expect(await reset(first.token)).toMatchObject(DEAD)
    await admin.request('PATCH', `${AUTH}/users/${ann.userId}`, { json: { password: 'Third-Horse-9' } })
    expect(await reset(second.token)).toMatchObject(DEAD)
    const third = await makeResetLink(ann)
    server.app.db.sqlite.prepare("update reset_links set expires_at = '2020-01-01 00:00:00.000'").all([])
    expect(await reset(third.token)).toMatchObject(DEAD)
    expect(await reset(UNKNOWN)).toMatchObject(DEAD)
  })

  test('used many times at once sets one password', async () => {
    const ann = await addSomebody()
    const { token } = await makeResetLink(ann)
    const passwords = Array.from({ length: 6 }, (_, at) => `Horse-Number-${at}`)
    const answers = await Promise.all(passwords.map((password) => reset(token, password)))
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400])
    await signIn(server, { ...ann, password: passwords[winner] ?? '' })
  })

  test('leaves no sign-in by the old password that was under way', async () => {
    const ann = await addSomebody()
    for (let round = 0; round < 4; round++) {
      const { token } = await makeResetLink(ann)
      const before = round === 0 ? ann.password : `${PASSWORD}-${round - 1}`
      const json = { email: ann.email, password: before }
      const [, ...logins] = await Promise.all([
        reset(token, `${PASSWORD}-${round}`),
        ...Array.from({ length: 3 }, () => server.request('POST', `${AUTH}/login`, { json })),
      ])
      for (const { json: answer } of logins) {
        const headers = { authorization: `Bearer ${(answer as { token?: string }).token}` }
        expect((await server.request('GET', `${AUTH}/me`, { headers })).status).toBe(401)
      }
    }
  })

  test('is made by administrators alone, for accounts of people', async () => {
    const ann = await addSomebody()
    const path = (id: string) => `${AUTH}/users/${id}/reset-link`
    expect((await ann.request('POST', path(ann.userId))).status).toBe(403)
    expect((await admin.request('POST', path('nobody'))).status).toBe(404)
    expect((await admin.request('POST', path('system'))).status).toBe(400)
  })

  test('is no way out of the bounds of a key', async () => {
    const key = await makeKey(server, admin, ['manage'])
    const ann = await addSomebody()
    for (const { userId } of [admin, ann]) {
      expect((await key.request('POST', `${AUTH}/users/${userId}/reset-link`)).status).toBe(403)
    }
  })

  test('does not let a disabled account in', async () => {
    const ann = await addSomebody()
    const { token } = await makeResetLink(ann)
    await admin.request('PATCH', `${AUTH}/users/${ann.userId}`, { json: { is_active: false } })
    await expectStatus(reset(token), 200)
    expect((await server.request('POST', `${AUTH}/login`, { json: { email: ann.email, password: PASSWORD } })).status).toBe(403)
  })
})

describe('what a link is for', () => {
  test('is told to who has it, which leaves it as it is', async () => {
    const email = nextEmail()
    const meant = await invite({ email })
    const { expires_at } = meant
    for (let times = 0; times < 2; times++) {
      expect(await look(meant.token)).toMatchObject({ status: 200, json: { kind: 'invitation', email, expires_at } })
    }
    expect(await look((await invite()).token)).toMatchObject({ status: 200, json: { kind: 'invitation', email: null } })
    const ann = await addSomebody()
    const link = await makeResetLink(ann)
    expect((await expectStatus(look(link.token), 200)).json).toEqual({
      kind: 'new-password',
      email: ann.email,
      expires_at: link.expires_at,
    })
    await expectStatus(reset(link.token), 200)
    await expectStatus(accept({ token: meant.token, password: PASSWORD }), 201)
  })

  test('is told no more once it is used, taken back or run out, nor to who guesses', async () => {
    const used = await invite()
    await expectStatus(accept({ token: used.token, password: PASSWORD, email: nextEmail() }), 201)
    const revoked = await invite()
    await expectStatus(admin.request('DELETE', `${AUTH}/invitations/${revoked.id}`), 204)
    const ann = await addSomebody()
    const older = await makeResetLink(ann)
    const last = await makeResetLink(ann)
    await expectStatus(reset(last.token), 200)
    const out = await makeResetLink(ann)
    server.app.db.sqlite.prepare("update reset_links set expires_at = '2020-01-01 00:00:00.000'").all([])
    for (const token of [used.token, revoked.token, older.token, last.token, out.token, UNKNOWN, '']) {
      expect(await look(token)).toMatchObject(DEAD)
    }
  })
})

test('without a mail server nobody is sent anything', async () => {
  const { json } = await server.request('GET', `${AUTH}/status`)
  expect(json).not.toHaveProperty('mail_enabled')
  expect((await invite({ email: nextEmail(), send: true })).mailed).toBe(false)
  const forgotten = await server.request('POST', `${AUTH}/forgot-password`, { json: { email: admin.email } })
  expect(forgotten.status).toBe(409)
})

test('nothing that the server keeps or writes holds a token of a link', async () => {
  const { json } = await admin.request('GET', '/api/v1/audit?limit=1000')
  const files = await readdir(server.root, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  )
  const all = [...texts, ...server.log, JSON.stringify(json)].join('\n')
  expect(drawn.length).toBeGreaterThan(10)
  expect(drawn.filter((token) => all.includes(token))).toEqual([])
})

test('guesses at tokens have to wait like guesses at passwords', async () => {
  const strict = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  try {
    await setUpAdministrator(strict)
    const guess = (path: string) =>
      strict.request('POST', `${AUTH}/${path}`, { json: { token: UNKNOWN, password: PASSWORD, new_password: PASSWORD } })
    for (let count = 0; count < 25; count++) {
      expect((await guess('invitations/accept')).status).toBe(400)
      expect((await guess(count % 2 === 0 ? 'reset-password' : 'one-time-link')).status).toBe(400)
    }
    for (const path of ['invitations/accept', 'reset-password', 'one-time-link']) {
      const answer = await guess(path)
      expect(answer.status).toBe(429)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  } finally {
    await strict.close()
  }
})
