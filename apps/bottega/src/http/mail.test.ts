import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditEntry } from '@bottega/contracts'
import { lacksOpenssl, type Mailbox, makeCertificate, openMailbox, runProgram } from '@bottega/testing'
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest'
import { addPerson, expectStatus, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'
const PASSWORD = 'Another-Horse-8'
const open: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})
afterAll(() => expect(open).toEqual([]))

/** A server that sends its mails to a mail server of its own. */
async function startWithMail(
  settings = '',
  options?: Parameters<typeof openMailbox>[0],
): Promise<{ mailbox: Mailbox; server: TemporaryServer; admin: Person }> {
  const mailbox = await openMailbox(options)
  open.push(mailbox)
  const own = `public_url: https://studio.example/bottega/\nsmtp_url: ${mailbox.url}\nmail_from: Studio <studio@example.test>\n`
  const server = await startTemporaryServer(inject('dist'), { settings: `multiuser: true\n${own}${settings}` })
  open.push(server)
  return { mailbox, server, admin: await setUpAdministrator(server) }
}
const tokenOf = (link: string) => link.split('#')[1] ?? ''
const mailed = (json: unknown) => (json as { mailed: boolean }).mailed
const forget = (server: TemporaryServer, email: string, headers = {}) =>
  server.request('POST', `${AUTH}/forgot-password`, { json: { email }, headers })

test('an invitation and a link for a new password come by mail, and work', async () => {
  const { mailbox, server, admin } = await startWithMail()
  const json = { email: 'nora@people.test', send: true }
  const invited = await expectStatus(admin.request('POST', `${AUTH}/invitations`, { json }), 201)
  expect(mailed(invited.json)).toBe(true)
  const [mail] = mailbox.mails
  expect(mail).toMatchObject({ from: 'studio@example.test', to: ['nora@people.test'], subject: 'You are invited to Bottega' })
  expect(mail?.link).toMatch(/^https:\/\/studio\.example\/bottega\/invitation#[\w-]{43}$/)
  const token = tokenOf(mail?.link ?? '')
  await expectStatus(server.request('POST', `${AUTH}/invitations/accept`, { json: { token, password: PASSWORD } }), 201)
  const nora = await signIn(server, { email: 'nora@people.test', password: PASSWORD })

  const path = `${AUTH}/users/${nora.userId}/reset-link`
  expect(mailed((await expectStatus(admin.request('POST', path), 201)).json)).toBeUndefined()
  expect(mailed((await expectStatus(admin.request('POST', path, { json: { send: true } }), 201)).json)).toBe(true)
  expect(mailbox.mails).toHaveLength(2)
  const reset = { token: tokenOf(mailbox.mails[1]?.link ?? ''), new_password: 'Third-Horse-9' }
  await expectStatus(server.request('POST', `${AUTH}/reset-password`, { json: reset }), 200)
})

test('who has forgotten a password gets a link, once in a while, and nobody learns who has an account', async () => {
  const { mailbox, server, admin } = await startWithMail('mail_language: de\n')
  const ann = await addPerson(server, admin, 'ann')
  const off = await addPerson(server, admin, 'off')
  await admin.request('PATCH', `${AUTH}/users/${off.userId}`, { json: { is_active: false } })
  const answers = []
  for (const email of ['nobody@people.test', 'off@people.test', 'ANN@people.test', 'ann@people.test']) {
    const { status, json, headers } = await forget(server, email, { 'x-forwarded-host': 'evil.example' })
    answers.push({ status, json, cookie: headers.get('set-cookie') })
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ status: 202, json: { success: true }, cookie: null })]),
  )
  await expect.poll(() => mailbox.mails.length).toBe(1)
  const [mail] = mailbox.mails
  expect(mail).toMatchObject({ to: [ann.email], subject: 'Neues Passwort für Bottega' })
  expect(mail?.link).toMatch(/^https:\/\/studio\.example\/bottega\/new-password#/)
  const reset = { token: tokenOf(mail?.link ?? ''), new_password: PASSWORD }
  await expectStatus(server.request('POST', `${AUTH}/reset-password`, { json: reset }), 200)
  await signIn(server, { email: ann.email, password: PASSWORD })
  await server.app.mailer.close()
  expect(mailbox.mails).toHaveLength(1)
})

test('a link that somebody asks for leaves that of an administrator good', async () => {
  const { mailbox, server, admin } = await startWithMail()
  const ann = await addPerson(server, admin, 'ann')
  const made = await admin.request('POST', `${AUTH}/users/${ann.userId}/reset-link`)
  await forget(server, ann.email)
  await expect.poll(() => mailbox.mails.length).toBe(1)
  const { token } = made.json as { token: string }
  const reset = (json: object) => server.request('POST', `${AUTH}/reset-password`, { json })
  await expectStatus(reset({ token, new_password: PASSWORD }), 200)
  // a new password puts out all that is open
  const asked = tokenOf(mailbox.mails[0]?.link ?? '')
  expect((await reset({ token: asked, new_password: PASSWORD })).status).toBe(400)
})

test('many requests for a link have to wait, for accounts that are none too', async () => {
  const { server, admin } = await startWithMail()
  for (const email of ['nobody@people.test', admin.email]) {
    for (let count = 0; count < 10; count++) expect((await forget(server, email)).status).toBe(202)
    const answer = await forget(server, email)
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  // signing in is another matter
  await signIn(server, admin)
})

test('a mail server that refuses or is gone keeps nobody from making a link', async () => {
  const { mailbox, server, admin } = await startWithMail()
  mailbox.refuse()
  const invite = async (email: string) => {
    const { json } = await expectStatus(admin.request('POST', `${AUTH}/invitations`, { json: { email, send: true } }), 201)
    return json as { mailed: boolean; token: string }
  }
  const refused = await invite('nora@people.test')
  await mailbox.close()
  const gone = await invite('olga@people.test')
  expect([refused.mailed, gone.mailed]).toEqual([false, false])
  const told = server.log.filter((line) => line.includes('A mail was not sent'))
  expect(told).toHaveLength(2)
  expect(told.join()).not.toMatch(/nora|olga|invited|#/)
  const json = { token: gone.token, password: PASSWORD }
  await expectStatus(server.request('POST', `${AUTH}/invitations/accept`, { json }), 201)
})

test('no mail, link or password of the mail server is in what the server writes or shows', async () => {
  const account = { name: 'studio', password: 'Secret-Of-Mail-5' }
  const { mailbox, server, admin } = await startWithMail('log_level: debug\n', { account })
  const json = { email: 'nora@people.test', send: true }
  expect(mailed((await admin.request('POST', `${AUTH}/invitations`, { json })).json)).toBe(true)
  await forget(server, admin.email)
  await expect.poll(() => mailbox.mails.length).toBe(2)
  const shown = await admin.request('GET', '/api/v1/app/runtime_config')
  const audit = await admin.request('GET', '/api/v1/audit?limit=100')
  const files = await readdir(server.root, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile() && file.name !== 'bottega.yaml')
      .map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  )
  const all = [...texts, ...server.log, shown.bytes.toString(), audit.bytes.toString()].join('\n')
  const tokens = mailbox.mails.map(({ link }) => tokenOf(link))
  expect(tokens.every((token) => token.length === 43)).toBe(true)
  for (const secret of [...tokens, account.password, 'Open this link']) expect(all.includes(secret)).toBe(false)
})

test('whose password an administrator sets is told by mail, without the password, and who does it alone is not', async () => {
  const { mailbox, server, admin } = await startWithMail()
  const ann = await addPerson(server, admin, 'ann')
  const own = { current_password: ann.password, new_password: PASSWORD }
  await expectStatus(ann.request('PATCH', `${AUTH}/me`, { json: own }), 200)
  await expectStatus(admin.request('PATCH', `${AUTH}/users/${ann.userId}`, { json: { display_name: 'Ann' } }), 200)
  await expectStatus(admin.request('PATCH', `${AUTH}/users/${ann.userId}`, { json: { password: 'Third-Horse-9' } }), 200)
  await expect.poll(() => mailbox.mails.length).toBe(1)
  const [mail] = mailbox.mails
  expect(mail).toMatchObject({ to: [ann.email], subject: 'Your password for Bottega was set', link: '' })
  expect(mail?.text).toContain('has set a new password for your Bottega account')
  expect(mail?.text).not.toContain('Third-Horse-9')

  const child = await runProgram(
    inject('dist'),
    ['usermod', '--root', server.root, '--email', ann.email, '--password', 'Fourth-Horse-9'],
    { cwd: server.root },
  )
  expect(child.exitCode).toBe(0)
  await expect.poll(() => mailbox.mails.length).toBe(2)
  expect(mailbox.mails[1]?.text).toContain('An administrator has set a new password')
  const again = await signIn(server, { email: ann.email, password: 'Fourth-Horse-9' })
  const { json } = await expectStatus(again.request('GET', `${AUTH}/me/access-log`), 200)
  expect(json).toMatchObject([{ kind: 'password_set', opened_by: 'system', opened_by_name: null }, { opened_by: admin.userId }])
})

test('a new address keeps sessions, is told at the old one, and puts out the links that lie there', async () => {
  const { mailbox, server, admin } = await startWithMail()
  const [ann, bob] = [await addPerson(server, admin, 'ann'), await addPerson(server, admin, 'bob')]
  const change = (email: string) => admin.request('PATCH', `${AUTH}/users/${ann.userId}`, { json: { email } })
  const { json: link } = await expectStatus(admin.request('POST', `${AUTH}/users/${ann.userId}/reset-link`), 201)
  expect((await change(bob.email.toUpperCase())).status).toBe(400)
  expect((await change('no address')).status).toBe(422)
  expect(await expectStatus(change('ann.lee@people.test'), 200)).toMatchObject({ json: { email: 'ann.lee@people.test' } })
  await expect.poll(() => mailbox.mails).toMatchObject([{ to: [ann.email], subject: 'Your address for Bottega was changed' }])
  expect(mailbox.mails[0]?.text).toContain('You sign in with ann.lee@people.test from now on.')

  expect((await ann.request('GET', `${AUTH}/me`)).json).toMatchObject({ email: 'ann.lee@people.test' })
  await signIn(server, { email: 'Ann.Lee@people.test', password: ann.password })
  await expect(signIn(server, ann)).rejects.toThrow()
  const { token }: { token: string } = link
  const reset = { json: { token, new_password: PASSWORD } }
  expect((await server.request('POST', `${AUTH}/reset-password`, reset)).status).toBe(400)

  const usermod = (email: string) =>
    runProgram(inject('dist'), ['usermod', '--root', server.root, '--email', 'ann.lee@people.test', '--new-email', email], {
      cwd: server.root,
    })
  expect(await usermod(bob.email)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('already exists') })
  expect(await usermod('odd')).toMatchObject({ exitCode: 1 })
  expect(await usermod('ann@home.test')).toMatchObject({ exitCode: 0 })
  await expect.poll(() => mailbox.mails[1]).toMatchObject({ to: ['ann.lee@people.test'] })
  const { json: told } = await expectStatus(ann.request('GET', `${AUTH}/me/access-log`), 200)
  expect(told).toMatchObject([{ kind: 'email_changed', opened_by: 'system' }, { kind: 'email_changed' }, { kind: 'reset_link' }])
  const { json } = await admin.request('GET', '/api/v1/audit?action=user_updated')
  expect((json as { items: AuditEntry[] }).items).toMatchObject([
    { details: { fields: ['email'], email: 'ann@home.test', via: 'command' } },
    { actor_id: admin.userId, target_id: ann.userId, details: { fields: ['email'], email: 'ann.lee@people.test' } },
  ])
})

describe.skipIf(lacksOpenssl())('by TLS', () => {
  const account = { name: 'studio', password: 'Secret-Of-Mail-5' }
  test.each([
    { begins: 'at once', scheme: 'smtps' },
    { begins: 'when asked', scheme: 'smtp' },
  ] as const)(
    'that begins $begins, with a certificate that nobody vouches for where the settings allow it alone',
    async (way) => {
      const options = { account, tls: { ...(await makeCertificate()), begins: way.begins } }
      const strict = await startWithMail('', options)
      expect(strict.mailbox.url).toMatch(new RegExp(`^${way.scheme}://`))
      const invite = async ({ admin }: typeof strict) => {
        const json = { email: 'nora@people.test', send: true }
        return mailed((await expectStatus(admin.request('POST', `${AUTH}/invitations`, { json }), 201)).json)
      }
      expect(await invite(strict)).toBe(false)
      expect(strict.mailbox.mails).toEqual([])
      expect(strict.server.log.join('\n')).toMatch(/not sent: nobody vouches for the certificate of 127\.0\.0\.1 \(\w+\)/)

      const open = await startWithMail('smtp_self_signed: true\n', options)
      expect(await invite(open)).toBe(true)
      expect(open.mailbox.mails).toMatchObject([{ to: ['nora@people.test'], wasSealed: true }])
    },
  )
})
