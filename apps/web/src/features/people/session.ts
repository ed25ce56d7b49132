import { create } from 'zustand'

/** Whether the session that the page was opened with is over. */
export const useSession = create<{ readonly isOver: boolean }>(() => ({ isOver: false }))

const SIGN_IN_PATH = /\/api\/v1\/auth\/(status|login|setup|me)$/

/** Notes that a call was refused because nobody is signed in any more. */
export function noteRefusal(path: string): void {
  if (!SIGN_IN_PATH.test(path)) useSession.setState({ isOver: true })
}
