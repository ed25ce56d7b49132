import type * as Contract from '@bottega/contracts'
import { createGallery } from '../features/gallery/index.ts'
import { createGenerateForm } from '../features/generate/index.ts'
import { createQueuePanel } from '../features/queue/index.ts'
import { type Account, createAccountMenu, isSignedIn } from '../features/sign-in/index.ts'
import { createConnectionBar } from '../shared/connection-bar.ts'
import { element } from '../shared/element.ts'
import { createNotices } from '../shared/notices.ts'
import type { Server } from '../shared/server.ts'

// told by its type, since values of the contract would bring its schemas along
const SYSTEM_USER_ID: typeof Contract.SYSTEM_USER_ID = 'system'

/**
 * Puts the page together and keeps it up to date.
 *
 * @param account  whoever is signed in; undefined in single-user mode
 */
export function startPage(body: HTMLElement, server: Server, account: Account | undefined): void {
  const notices = createNotices()
  const gallery = createGallery(server, notices)
  const queue = createQueuePanel(server, notices, { userId: account?.user_id ?? SYSTEM_USER_ID, onPicture: gallery.refresh })
  const form = createGenerateForm(server, { onEnqueued: queue.follow })

  body.append(
    createConnectionBar(server.events),
    element(
      'header',
      {},
      element('img', { src: 'favicon.svg', alt: '', width: 24, height: 24 }),
      element('h1', { textContent: 'Bottega' }),
      element('a', { href: 'docs', textContent: 'API' }),
      ...(account ? [createAccountMenu(account, server.client, notices)] : []),
    ),
    element('main', {}, form.element, queue.element, gallery.element),
    notices.element,
  )
  const refresh = () => Promise.all([form.refresh(), queue.refresh(), gallery.refresh()])
  void refresh()
  // what was told while the page did not listen is read anew
  server.events.onState((state) => {
    if (state.status === 'connected') return void refresh()
    // somebody has ended the session: nothing of this person stays in view
    if (account && !state.willRetry) void isSignedIn(server.client).then((isStill) => isStill || location.reload())
  })
}
