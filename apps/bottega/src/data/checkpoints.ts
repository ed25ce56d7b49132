import type { Db } from './database.ts'
import type { Readers } from './readers.ts'

/** How often one looks whether something was stored. */
const EVERY_MS = 2000
/** Length of the log, in pages of 8 KiB, at which the main connection writes a checkpoint itself all the same. */
const AT_MOST_PAGES = 20_000

/**
 * Lets a reader thread write checkpoints, so that the main loop never waits while the disk takes them, which is tens of
 * milliseconds and more on slow disks.
 *
 * @param onError  told when a checkpoint fails; the log grows meanwhile, and the next one is tried as usual
 * @returns ends it
 */
export function writeCheckpointsAside(db: Pick<Db, 'sqlite'>, readers: Readers, onError: (error: unknown) => void): () => void {
  db.sqlite.execute(`pragma wal_autocheckpoint = ${AT_MOST_PAGES}`)
  const changes = db.sqlite.prepare('select total_changes() as changes')
  const count = () => changes.all([])[0]?.changes
  let seen = count()
  let isWriting = false
  const timer = setInterval(() => {
    const current = count()
    if (isWriting || current === seen) return
    seen = current
    isWriting = true
    readers
      .checkpoint()
      .catch(onError)
      .finally(() => {
        isWriting = false
      })
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
