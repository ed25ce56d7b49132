import { ApiError, type CallRequest } from '@bottega/client'
import type { Server } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import { endSession, resumeSession, useSession } from '../session/session.ts'
import { tellTabs } from '../session/tabs.ts'

/**
 * Changes the own password. The server closes the connections of this session too, before its answer brings the new token: until
 * then a refusal does not tell that the session is over.
 */
export async function changeOwnPassword(
  { client, live, baseUrl }: Server,
  { user_id }: Account,
  body: CallRequest<'updateOwnAccount'>['body'],
): Promise<void> {
  useSession.setState({ phase: 'changing' })
  try {
    await client.updateOwnAccount({ body })
  } catch (error) {
    resumeSession('changing')
    if (error instanceof ApiError && error.status === 401) endSession()
    throw error
  }
  resumeSession('changing')
  // other tabs may have been refused in between
  tellTabs(baseUrl, { kind: 'signed-in', userId: user_id })
  await live.restart()
}
