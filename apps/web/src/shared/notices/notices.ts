import { create } from 'zustand'
import { describeFailure } from '../server/failures.ts'

/** A short message at the foot of the page. */
export interface Notice {
  readonly text: string
  readonly tone?: 'failure'
  /** What can be taken back or done next. */
  readonly act?: { readonly label: string; run(): unknown }
  /** Told when the message is gone and its act was not wanted. */
  onGone?(): unknown
}

/** The messages that are shown, oldest first. */
export const useNotices = create<{ readonly shown: readonly (Notice & { readonly id: number })[] }>(() => ({ shown: [] }))

let count = 0

/** How many are shown beside a new one. */
const MOST = 3

/** Shows a message for a while; answers what takes it away sooner. */
export function tell(notice: Notice): () => void {
  const id = ++count
  const { shown } = useNotices.getState()
  useNotices.setState({ shown: [...shown.slice(-MOST), { ...notice, id }] })
  for (const former of shown.slice(0, -MOST)) former.onGone?.()
  return () => dismiss(id)
}

/** Takes a message away. */
export function dismiss(id: number): void {
  remove(id)?.onGone?.()
}

/** Takes all messages away, and waits for what that decides. */
export async function dismissAll(): Promise<void> {
  const { shown } = useNotices.getState()
  useNotices.setState({ shown: [] })
  await Promise.all(shown.map((notice) => notice.onGone?.()))
}

/** Does what a message offers, and takes it away. */
export function takeUp(id: number): void {
  const act = remove(id)?.act
  if (act) void attempt(async () => act.run())
}

function remove(id: number): Notice | undefined {
  const { shown } = useNotices.getState()
  useNotices.setState({ shown: shown.filter((notice) => notice.id !== id) })
  return shown.find((notice) => notice.id === id)
}

/** Runs something that a person asked for, and tells when it fails. */
export async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    tell({ text: describeFailure(error), tone: 'failure' })
  }
}
