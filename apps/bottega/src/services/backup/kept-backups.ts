import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../../files/errors.ts'
import { nameUnfinished } from '../../files/leftovers.ts'
import { stampTime } from '../../files/names.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** A whole backup. */
export interface KeptBackup {
  readonly path: string
  readonly manifest: Manifest
}

const NAME = /^bottega-backup-\d{8}-\d{6}(?:-\d+)?$/

/** The name of a backup of this moment, in UTC: `bottega-backup-20261126-031500`, from the second on with a number. */
export function nameBackup(now: Date, attempt: number): string {
  const stamp = stampTime(now)
  return attempt === 1 ? `bottega-backup-${stamp}` : `bottega-backup-${stamp}-${attempt}`
}

/** The whole backups in a folder, whatever root they are of, the oldest first. */
export async function listBackups(folder: string): Promise<KeptBackup[]> {
  const names = await fs.readdir(folder).catch((error) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const found: KeptBackup[] = []
  for (const name of names.filter((one) => NAME.test(one))) {
    const path = join(folder, name)
    const manifest = await readManifest(path).catch(() => undefined)
    if (manifest !== undefined) found.push({ path, manifest })
  }
  return found.toSorted((a, b) => (a.manifest.created_at < b.manifest.created_at ? -1 : 1))
}

/**
 * Removes the oldest whole backups of a root that hold the same: one without images takes the place of none with them. One that cannot
 * be removed hinders neither the others nor the backup that was made.
 *
 * @param keep  how many of them stay
 * @returns paths of those that are gone, and why others are not
 */
export async function removeOldBackups(
  folder: string,
  { root, includes }: Pick<Manifest, 'root' | 'includes'>,
  keep: number,
): Promise<{ readonly removed: string[]; readonly stuck: string[] }> {
  const isAlike = (other: Manifest['includes']) =>
    other.images === includes.images && other.models === includes.models && other.secrets === includes.secrets
  const ours = (await listBackups(folder)).filter(({ manifest }) => manifest.root === root && isAlike(manifest.includes))
  const removed: string[] = []
  const stuck: string[] = []
  for (const { path } of ours.slice(0, -keep)) {
    // one that is half removed must not look whole
    const doomed = join(folder, nameUnfinished())
    let left = path
    try {
      await fs.rename(path, doomed)
      left = doomed
      await fs.rm(doomed, { recursive: true })
      removed.push(path)
    } catch (error) {
      stuck.push(
        `The old backup ${path} could not be removed (${systemCode(error)}). Look at its rights, and remove ${left} by hand.`,
      )
    }
  }
  return { removed, stuck }
}
