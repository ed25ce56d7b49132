import { ApiError } from '@bottega/client'
import { dismissAll } from '../../../shared/notices/index.ts'
import { type Server, useServer } from '../../../shared/server/index.ts'
import { type UserState, useUserState } from '../../../shared/user-state/index.ts'
import { resumeSession, useSession } from './session.ts'
import { tellTabs } from './tabs.ts'

interface Leaving {
  readonly server: Server
  readonly state: UserState
}

/** Signs out: in every tab of this browser, and with nothing left in it. */
export async function signOut(leaving: Leaving): Promise<void> {
  const { server, state } = leaving
  // what was typed last belongs to the person, on the server
  await state.save().catch(() => undefined)
  // what could be undone until now is done while the session lasts
  await dismissAll()
  useSession.setState({ phase: 'leaving' })
  try {
    await server.client.logOut()
  } catch (error) {
    // a session that is over needs no end
    if (!(error instanceof ApiError && error.status === 401)) {
      resumeSession('leaving')
      throw error
    }
  }
  tellTabs(server.baseUrl, { kind: 'signed-out' })
  leave(leaving)
}

/** Takes everything of a person off the page and out of the browser, and begins anew at the door. */
export function leave({ server, state }: Leaving): void {
  if (useSession.getState().phase === 'gone') return
  // what is drawn goes first, so that nothing asks for what is cleared
  useSession.setState({ phase: 'gone' })
  server.live.stop()
  state.forget()
  server.queries.clear()
  clearStorage()
  location.replace(server.baseUrl)
}

/** What leaving needs. */
export function useLeaving(): Leaving {
  const server = useServer()
  const state = useUserState()
  return { server, state }
}

/** Of this page alone: other programs may have addresses on the same host. */
function clearStorage(): void {
  sessionStorage.clear()
  for (const key of Object.keys(localStorage)) if (key.startsWith('bottega')) localStorage.removeItem(key)
}
