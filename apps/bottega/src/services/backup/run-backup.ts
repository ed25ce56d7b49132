import { resolve } from 'node:path'
import type { App } from '../app.ts'
import { noteBackup } from './last-backup.ts'
import { type BackupResult, type BackupWishes, makeBackup } from './make-backup.ts'

/** Makes a backup where the caller or the settings say, and notes how it went. @throws as `makeBackup` */
export async function runBackup(
  deps: Pick<App, 'root' | 'settings' | 'db' | 'images' | 'version'>,
  { folder, ...wishes }: Omit<BackupWishes, 'folder'> & { readonly folder?: string | undefined },
): Promise<BackupResult> {
  const { root } = deps
  const keptIn = resolve(root.root, deps.settings.values.backup_folder)
  const target = folder ?? keptIn
  const started_at = new Date().toISOString()
  const note = (end: { outcome: 'success' | 'failure'; path: string; bytes: number | null; error: string | null }) =>
    noteBackup(
      root,
      { ...end, started_at, ended_at: new Date().toISOString() },
      { isKept: wishes.withImages && resolve(target) === keptIn },
    )
  try {
    const made = await makeBackup(deps, { ...wishes, folder: target })
    await note({ outcome: 'success', path: made.path, bytes: made.manifest.files.bytes, error: null })
    return made
  } catch (error) {
    // the first fault is the one to report
    const text = error instanceof Error ? error.message : String(error)
    await note({ outcome: 'failure', path: target, bytes: null, error: text }).catch(() => {})
    throw error
  }
}
