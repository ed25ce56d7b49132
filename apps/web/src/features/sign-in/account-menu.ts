import type { Client } from '@bottega/client'
import { button, element } from '../../shared/element.ts'
import type { Notices } from '../../shared/notices.ts'
import { type Account, isSignedIn } from './account.ts'

/** Says who is signed in, and lets them sign out. */
export function createAccountMenu(account: Account, client: Client, notices: Notices): HTMLElement {
  const signOut = () =>
    notices.attempt(async () => {
      // a session that has ended already is left as well
      if (await isSignedIn(client)) await client.logOut()
      // nothing of one person stays for the next
      location.reload()
    })
  const name = account.display_name ?? account.email
  return element(
    'div',
    { className: 'account' },
    element('span', { className: 'muted', textContent: account.is_admin ? `${name} (administrator)` : name }),
    button('Sign out', 'quiet', signOut),
  )
}
