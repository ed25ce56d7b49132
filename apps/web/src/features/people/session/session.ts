import { create } from 'zustand'

/**
 * How the session that the page was opened with is.
 *
 * - `here`     it counts, as far as is known; also before anybody has signed in
 * - `over`     the server knows it no more: the page stays as it is, under a dialog
 * - `changing` its tokens are being replaced, by a new password: refusals are no news
 * - `leaving`  its person is signing out: refusals are no news
 * - `gone`     nothing of its person is shown any more, and the page is about to begin anew
 */
export type SessionPhase = 'here' | 'over' | 'changing' | 'leaving' | 'gone'

/** The session, and how often there was reason to ask whether its person may still do what they could. */
export const useSession = create<{ readonly phase: SessionPhase; readonly doubts: number }>(() => ({ phase: 'here', doubts: 0 }))

// their refusals are answers to what is typed, or to whether there is a session
const SIGN_IN_CALL = /^(POST .*\/api\/v1\/auth\/(login|logout|setup)|GET .*\/api\/v1\/auth\/me)$/

/**
 * Notes that a call was refused: perhaps nobody is signed in any more, or they may do less than the page thinks. Perhaps it was only
 * sent before a token was replaced.
 */
export function noteRefusal(method: string, path: string): void {
  if (!SIGN_IN_CALL.test(`${method} ${path}`)) useSession.setState(({ doubts }) => ({ doubts: doubts + 1 }))
}

/** The session counts again after a phase, unless another has begun meanwhile. */
export function resumeSession(after: 'changing' | 'leaving' | 'over'): void {
  useSession.setState(({ phase }) => ({ phase: phase === after ? 'here' : phase }))
}

/** The session is over, unless it is being left anyway. */
export function endSession(): void {
  useSession.setState(({ phase }) => ({ phase: phase === 'here' ? 'over' : phase }))
}
