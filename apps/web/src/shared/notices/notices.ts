import { create } from 'zustand'
import { describeFailure } from '../server/failures.ts'

/** A short message at the foot of the page. */
export interface Notice {
  readonly text: string
  readonly tone?: 'failure'
  /** What can be taken back or done next. */
  readonly act?: { readonly label: string; run(): unknown }
}

/** The messages that are shown, oldest first. */
export const useNotices = create<{ readonly shown: readonly (Notice & { readonly id: number })[] }>(() => ({ shown: [] }))

let count = 0

/** Shows a message for a while. */
export function tell(notice: Notice): void {
  const id = ++count
  useNotices.setState(({ shown }) => ({ shown: [...shown.slice(-3), { ...notice, id }] }))
}

/** Takes a message away. */
export function dismiss(id: number): void {
  useNotices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }))
}

/** Runs something that a person asked for, and tells when it fails. */
export async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    tell({ text: describeFailure(error), tone: 'failure' })
  }
}
