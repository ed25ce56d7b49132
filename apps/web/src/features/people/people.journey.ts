import { type Client, createClient } from '@bottega/client'
import type { Journey, Page, Visit } from '@bottega/testing'

/** Who the journeys are about. */
export const ADA = { name: 'Ada', email: 'ada@example.com', password: 'Studio of Ada 7' }
/** A user. */
export const ANN = { name: 'Ann Lee', email: 'ann@example.com', password: 'Studio of Ann 7' }
/** Another user. */
export const BEN = { name: 'Ben', email: 'ben@example.com', password: 'Studio of Ben 7' }

/** Somebody with an account. */
export type Person = typeof ADA

/** Opens the page in a profile of its own and signs somebody in. */
export async function visitAs(
  journey: Journey,
  person: Person,
  path = '',
  options: Parameters<Journey['visit']>[1] = {},
): Promise<Visit> {
  const visit = await journey.visit(path, options)
  await signIn(visit.page, person)
  return visit
}

/** Fills in the form to sign in, and waits until the page is there. */
export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
}

/** Calls of somebody by the interface, in a session of their own. */
export async function callAs(url: string, { email, password }: Person): Promise<Client> {
  const { token } = await createClient({ baseUrl: url }).logIn({ body: { email, password } })
  return createClient({ baseUrl: url, token: token ?? '' })
}

/** Makes the administrator and two users by the interface. */
export async function addPeople(url: string): Promise<Client> {
  const { name, email, password } = ADA
  await createClient({ baseUrl: url }).setUp({ body: { email, password, display_name: name } })
  const admin = await callAs(url, ADA)
  for (const { name, email, password } of [ANN, BEN]) await admin.createUser({ body: { email, password, display_name: name } })
  return admin
}

/** Everything that a browser keeps of the page outside of its cookies. */
export function readStorage(page: Page): Promise<Record<string, string>> {
  return page.evaluate('({ ...localStorage, ...sessionStorage })')
}
