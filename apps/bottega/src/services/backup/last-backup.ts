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
  /** The same of those that the schedule would have made: with the images, in the folder of the settings. */
  kept_at: z.iso.datetime().nullable().default(null),
  bytes: z.int().nullable(),
  /** Of the backup, or of the folder that it was to be put into. */
  path: z.string(),
  /** Why it failed. */
  error: z.string().nullable(),
  /** How many have failed in the same place one after the other, this one included. */
  failures: z.int().default(0),
})

/** How the latest backup of a root went, whoever began it. */
export type LastBackup = z.infer<typeof LastBackup>

const NAME = 'last-backup.json'

/**
 * Notes that could not be written, as on a full disk, by their folder, with the one that stays written: a process has to know that its
 * backup failed all the same.
 */
const unwritten = new Map<string, { readonly last: LastBackup; readonly over: string | undefined }>()

/** How the latest backup of a root went; undefined when there was none. */
export async function readLastBackup({ backups }: Pick<RootPaths, 'backups'>): Promise<LastBackup | undefined> {
  const written = await readNote(backups)
  const known = unwritten.get(backups)
  return known !== undefined && known.over === written?.ended_at ? known.last : written
}

async function readNote(backups: string): Promise<LastBackup | undefined> {
  const text = await fs.readFile(join(backups, NAME), 'utf8').catch(() => '')
  try {
    return LastBackup.parse(JSON.parse(text))
  } catch {
    // a note that cannot be read is none
    return undefined
  }
}

/**
 * Notes how a backup went. What cannot be written is remembered by this process.
 *
 * @param isKept  it is such a one as the schedule makes
 * @throws FileError
 */
export async function noteBackup(
  root: Pick<RootPaths, 'backups'>,
  note: Omit<LastBackup, 'succeeded_at' | 'kept_at' | 'failures'>,
  { isKept = false } = {},
): Promise<void> {
  const before = await readLastBackup(root)
  const succeeded_at = note.outcome === 'success' ? note.started_at : (before?.succeeded_at ?? null)
  const kept_at = isKept && note.outcome === 'success' ? note.started_at : (before?.kept_at ?? null)
  const isAgain = before?.outcome === 'failure' && before.path === note.path
  const failures = note.outcome === 'success' ? 0 : 1 + (isAgain ? before.failures : 0)
  const last: LastBackup = { ...note, succeeded_at, kept_at, failures }
  try {
    await createFiles().replace(join(root.backups, NAME), Buffer.from(`${JSON.stringify(last)}\n`), 0o600)
    unwritten.delete(root.backups)
  } catch (error) {
    unwritten.set(root.backups, { last, over: (await readNote(root.backups))?.ended_at })
    throw error
  }
}
