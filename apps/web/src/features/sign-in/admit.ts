import type { Client } from '@bottega/client'
import { element } from '../../shared/element.ts'
import { describeFailure } from '../../shared/failures.ts'
import { type Account, findAccount } from './account.ts'
import { createSignInForm } from './sign-in-form.ts'

/**
 * Lets somebody in: at once in single-user mode and with a session that lasts, else after they have signed in, or made the first
 * account.
 *
 * @returns undefined in single-user mode
 */
export async function admit(body: HTMLElement, client: Client): Promise<Account | undefined> {
  try {
    const { multiuser_enabled, setup_required } = await client.getAuthStatus()
    if (!multiuser_enabled) return undefined
    const account = await findAccount(client)
    if (account !== undefined) return account
    return await new Promise((resolve) => {
      const form = createSignInForm(client, {
        isSetup: setup_required,
        onSignedIn: (signedIn) => {
          form.remove()
          resolve(signedIn)
        },
      })
      body.append(form)
    })
  } catch (error) {
    body.append(element('p', { className: 'sign-in fault', textContent: describeFailure(error) }))
    throw error
  }
}
