import type { Share } from './sharing.ts'

type Granted = Pick<Share, 'user_id' | 'granted_by'>

/** Those who are on a board by somebody's grant, or by the grant of one who is. */
export function listLetInBy<Of extends Granted>(shares: readonly Of[], userId: string): readonly Of[] {
  const found = new Set([userId])
  // each round finds those who were let in by the last ones
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const { user_id, granted_by } of shares) if (found.has(granted_by)) found.add(user_id)
  }
  return shares.filter(({ user_id }) => user_id !== userId && found.has(user_id))
}
