import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createFiles } from '../../files/files.ts'
import type { RootPaths } from '../../files/root.ts'

const LastBackup = z.object({
  outcome: z.enum(['success', 'failure']),
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  /** When the latest one that succeeded began; null for none. */
  succeeded_at: z.iso.datetime().nullable(),
  bytes: z.int().nullable(),
  /** Of the backup, or of the folder that it was to be put into. */
  path: z.string(),
  /** Why it failed. */
  error: z.string().nullable(),
})

/** How the latest backup of a root went, whoever began it. */
export type LastBackup = z.infer<typeof LastBackup>

const NAME = 'last-backup.json'

/** How the latest backup of a root went; undefined when there was none. */
export async function readLastBackup({ backups }: Pick<RootPaths, 'backups'>): Promise<LastBackup | undefined> {
  const text = await fs.readFile(join(backups, NAME), 'utf8').catch(() => '')
  try {
    return LastBackup.parse(JSON.parse(text))
  } catch {
    // a note that cannot be read is none
    return undefined
  }
}

/** Notes how a backup went. */
export async function noteBackup(root: Pick<RootPaths, 'backups'>, note: Omit<LastBackup, 'succeeded_at'>): Promise<void> {
  const before = await readLastBackup(root)
  const succeeded_at = note.outcome === 'success' ? note.started_at : (before?.succeeded_at ?? null)
  const bytes = Buffer.from(`${JSON.stringify({ ...note, succeeded_at } satisfies LastBackup)}\n`)
  await createFiles().replace(join(root.backups, NAME), bytes, 0o600)
}
