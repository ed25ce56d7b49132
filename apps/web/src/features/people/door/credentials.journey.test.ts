import { createClient } from '@bottega/client'
import { type Journey, lacksBrowser, type Mailbox, openMailbox, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, callAs, signIn, visitAs } from '../people.journey.ts'

const REFUSALS = /status of (400|401|403)/
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const NORA = { name: 'Nora', email: 'nora@example.com', password: 'Studio of Nora 7' }

describe.skipIf(lacksBrowser())('ways in beside the password', () => {
  let journey: Journey
  let mailbox: Mailbox
  beforeAll(async () => {
    mailbox = await openMailbox()
    // links that are mailed lead to an address that the settings name; journeys follow their part behind the host
    const mail = `public_url: https://studio.example\nsmtp_url: ${mailbox.url}\nmail_from: studio@example.com\n`
    journey = await startJourney({ dist: inject('dist'), settings: `multiuser: true\n${mail}` })
    await addPeople(journey.url)
  })
  afterEach(async () => expect(await journey.leave(REFUSALS)).toEqual([]))
  afterAll(async () => {
    await journey.close()
    await mailbox.close()
  })
  const pathOf = (link: string) => link.slice(link.indexOf('/', 'https://'.length))

  test('somebody makes an API key, uses it, and deletes it', async () => {
    const { page, findBarriers } = await visitAs(journey, ANN, '/profile')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make a key' })
    await dialog.getByLabel('Name', { exact: false }).first().fill('Night script')
    await dialog.getByText('Look and generate').click()
    expect(await findBarriers()).toEqual([])
    await dialog.getByRole('button', { name: 'Make a key' }).click()
    const made = page.getByRole('dialog', { name: 'The key is made' })
    const key = (await made.getByText(/^bottega_/).textContent()) ?? ''
    expect(await findBarriers()).toEqual([])
    await made.getByRole('button', { name: 'Done' }).click()
    await made.waitFor({ state: 'detached' })
    expect(await page.content()).not.toContain(key)

    const program = createClient({ baseUrl: journey.url, token: key })
    expect(await program.getOwnAccount()).toMatchObject({ email: ANN.email })
    await program.createBoard({ query: { board_name: 'By a program' } })
    await expect(program.updateOwnAccount({ body: { display_name: 'x' } })).rejects.toThrow('scope')

    await page.reload()
    const keys = page.getByRole('list', { name: 'API keys' })
    await keys.getByText(/last used/).waitFor()
    await keys.getByRole('button', { name: 'Delete the key Night script' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the key' }).click()
    await keys.waitFor({ state: 'detached' })
    await expect(program.getOwnAccount()).rejects.toThrow()
  })

  test('an administrator invites somebody by a link, who accepts it on a phone', async () => {
    const admin = await visitAs(journey, ADA, '/users')
    await admin.page.getByRole('button', { name: 'Invite by link' }).click()
    const dialog = admin.page.getByRole('dialog', { name: 'Invite by link' })
    await dialog.getByLabel('Email address').fill(NORA.email)
    await dialog.getByLabel('Send the link by mail').uncheck()
    expect(await admin.findBarriers()).toEqual([])
    await dialog.getByRole('button', { name: 'Invite by link' }).click()
    const made = admin.page.getByRole('dialog', { name: 'The invitation is made' })
    const link = (await made.getByText(/#/).textContent()) ?? ''
    await made.getByRole('button', { name: 'Done' }).click()
    const open = admin.page.getByRole('list', { name: 'Open invitations' })
    await open.getByText(NORA.email).waitFor()
    expect(await admin.findBarriers()).toEqual([])

    const { page, findBarriers } = await journey.open(pathOf(link), PHONE)
    await page.getByRole('heading', { name: 'Welcome' }).waitFor()
    expect(await findBarriers()).toEqual([])
    // it is for this address, so nobody has to type it
    expect(await page.getByLabel('Email address').inputValue()).toBe(NORA.email)
    expect(await page.getByLabel('Email address').isEditable()).toBe(false)
    await page.getByLabel('Name that others see').fill(NORA.name)
    await page.getByLabel('Password', { exact: true }).fill(NORA.password)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    expect(new URL(page.url()).hash).toBe('')

    // on the page that was open all the time
    await admin.page.getByRole('cell', { name: NORA.email }).waitFor()
    await open.waitFor({ state: 'detached' })

    // said before anything is typed
    const late = await journey.open(pathOf(link), PHONE)
    await late.page.getByRole('heading', { name: 'This link opens nothing any more' }).waitFor()
    expect(await late.page.getByRole('textbox').count()).toBe(0)
    expect(await late.findBarriers()).toEqual([])
    await late.page.getByRole('button', { name: 'Sign in' }).tap()
    await late.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('who has forgotten a password gets a mail, sets a new one and signs in with it', async () => {
    const before = mailbox.mails.length
    const { page, findBarriers } = await journey.visit('', PHONE)
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Email address').fill(ANN.email)
    expect(await findBarriers()).toEqual([])
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('status').filter({ hasText: 'a link is on its way' }).waitFor()
    await expect.poll(() => mailbox.mails.length).toBe(before + 1)

    const linked = await journey.open(pathOf(mailbox.mails.at(-1)?.link ?? ''), PHONE)
    const password = 'Other words of Ann 8'
    await linked.page.getByLabel('New password', { exact: true }).waitFor()
    expect(await linked.page.getByLabel('Email address').inputValue()).toBe(ANN.email)
    await linked.page.getByLabel('New password', { exact: true }).fill(password)
    expect(await linked.findBarriers()).toEqual([])
    await linked.page.getByRole('button', { name: 'Set the password' }).click()
    await linked.page.getByRole('button', { name: 'Sign in' }).click()
    await linked.page.getByLabel('Email address').waitFor()
    expect(new URL(linked.page.url()).hash).toBe('')
    await signIn(linked.page, { ...ANN, password })
    const again = await journey.open(pathOf(mailbox.mails.at(-1)?.link ?? ''), PHONE)
    await again.page.getByRole('heading', { name: 'This link opens nothing any more' }).waitFor()
  })

  test('an administrator sends a link for a new password from the menu of an account', async () => {
    const before = mailbox.mails.length
    const { page, findBarriers } = await visitAs(journey, ADA, '/users')
    await page.getByRole('button', { name: 'More for Ben' }).click()
    await page.getByRole('menuitem', { name: 'Link for a new password' }).click()
    const dialog = page.getByRole('dialog', { name: 'Link for Ben' })
    expect(await findBarriers()).toEqual([])
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    await dialog.getByText(/sent by mail/).waitFor()
    expect(mailbox.mails).toHaveLength(before + 1)
    const admin = await callAs(journey.url, ADA)
    expect(await admin.listInvitations()).toEqual([])
  })
})
