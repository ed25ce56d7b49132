import * as fs from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { listSettingKeys, SETTINGS } from '@bottega/contracts'
import { acquireRootLock } from '../../data/lock.ts'
import { endSignInsIn } from '../../data/snapshot.ts'
import { explainingWrites, makeClosedFolder, makeFolder, removeEmpty } from '../../files/disk.ts'
import { FileError } from '../../files/errors.ts'
import { createFiles } from '../../files/files.ts'
import { copyHashed, findFileState, forEachAtOnce } from '../../files/hashed-copy.ts'
import { clearLeftovers, isLeftover, nameUnfinished } from '../../files/leftovers.ts'
import { stampTime } from '../../files/names.ts'
import { hasUnfinishedReplacement, replaceContents, undoUnfinishedReplacement } from '../../files/replacement.ts'
import { rootPaths } from '../../files/root.ts'
import { openSettings } from '../server/settings.ts'
import { BackupError } from './backup-error.ts'
import { COVERS, DATABASE, IMAGES } from './layout.ts'
import type { ListedFile, Manifest } from './manifest.ts'
import { describeReturningAccess } from './returning-access.ts'
import { requireWhole, verifyBackup } from './verify-backup.ts'

/** What became of a restore. */
export interface RestoreResult {
  readonly manifest: Manifest
  /** Folder that holds what was there before; undefined when nothing was. */
  readonly aside: string | undefined
  /** Who gets in again by it, or further than just now; a line each. */
  readonly returning: readonly string[]
}

const COPIED_AT_ONCE = 4
/** Nobody but the owner reads what may hold secrets. */
const SECRET = /^(?:secrets\/|bottega\.yaml$)/

/**
 * Puts a backup into a root on which no server runs. What the backup does not hold, such as the files of models, stays; what is replaced
 * is set aside in the root, and is back in its place when anything fails. One that a death cut off is taken back first. Everybody
 * signs in anew.
 *
 * @param path   absolute, of the backup, which is verified first
 * @param force  whether a root that holds something is taken
 * @throws BackupError; StoreError `root_in_use`; FileError
 */
export async function restoreBackup(path: string, root: string, { force }: { readonly force: boolean }): Promise<RestoreResult> {
  const report = await verifyBackup(path)
  requireWhole(path, report)
  const { manifest, files } = report
  return explainingWrites(root, async () => {
    await makeFolder(root)
    await undoRestore(root)
    await clearLeftovers(root)
    const entries = await listEntries(root)
    if (entries.length > 0 && !force) throw explainFullRoot(root)
    const staged = join(root, nameUnfinished())
    return withIdleRoot(root, async () => {
      try {
        await stage(path, files, manifest, staged)
        // the signing key may be the same as then: what was ended since would be good again
        endSignInsIn(join(staged, DATABASE))
        const returning = describeReturningAccess(join(root, DATABASE), join(staged, DATABASE))
        if (!manifest.includes.secrets) await keepSecretSettings(root, staged)
        await placeCovers(root, staged)
        const aside = await chooseAside(root, new Date())
        await replaceContents({ root, staged, aside, from: path }, listReplaced(manifest, files))
        await removeUnused(join(root, aside, 'databases'))
        await removeEmpty([join(root, aside)])
        // the folder that was not there is closed like one that a server makes
        if (manifest.includes.images && !entries.includes('outputs')) await fs.chmod(join(root, 'outputs'), 0o700)
        return { manifest, aside: (await isFolder(join(root, aside))) ? join(root, aside) : undefined, returning }
      } finally {
        await fs.rm(staged, { recursive: true, force: true })
      }
    })
  })
}

/**
 * Puts back what a restore that was cut off had set aside.
 *
 * @returns whether there was one
 * @throws StoreError `root_in_use`; FileError
 */
export async function undoRestore(root: string): Promise<boolean> {
  if (!(await hasUnfinishedReplacement(root))) return false
  return explainingWrites(root, () => withIdleRoot(root, () => undoUnfinishedReplacement(root)))
}

function explainFullRoot(root: string): BackupError {
  return new BackupError(
    'root_not_empty',
    `${root} holds something already. Choose an empty folder with --root, or --force, which sets aside what the backup replaces.`,
  )
}

/** What a root holds, without what a dead restore left: what it was copying, and the folder of its lock. */
async function listEntries(root: string): Promise<string[]> {
  const names = (await fs.readdir(root)).filter((name) => !isLeftover(name))
  return (await isUnused(join(root, 'databases'))) ? names.filter((name) => name !== 'databases') : names
}

/** Does something while no server begins, nor works, on a root. The folder of the lock is made for it where it is missing. */
async function withIdleRoot<T>(root: string, act: () => Promise<T>): Promise<T> {
  const databases = join(root, 'databases')
  await makeClosedFolder(databases)
  const lock = acquireRootLock(databases)
  try {
    return await act()
  } finally {
    await removeUnused(databases)
    lock.release()
  }
}

/** Whether a folder of databases has nothing in it but a lock. */
async function isUnused(databases: string): Promise<boolean> {
  return fs.readdir(databases).then(
    (names) => names.every((name) => name.startsWith('server.lock')),
    () => false,
  )
}

async function removeUnused(databases: string): Promise<void> {
  if (await isUnused(databases)) await fs.rm(databases, { recursive: true })
}

/** Copies the backup into a folder on the disk of the root, and makes the folders that it had and that were empty. */
async function stage(from: string, files: readonly ListedFile[], manifest: Manifest, staged: string): Promise<void> {
  await fs.mkdir(staged, { mode: 0o700 })
  for (const path of listFolders(manifest)) await makeFolder(join(staged, path))
  if (manifest.includes.secrets) await fs.mkdir(join(staged, 'secrets'), { mode: 0o700 })
  await forEachAtOnce(files, COPIED_AT_ONCE, async ({ path, sha256 }) => {
    const to = join(staged, path)
    await makeFolder(dirname(to))
    const copied = await copyHashed(join(from, path), to, SECRET.test(path) ? 0o600 : 0o644)
    if (copied?.sha256 !== sha256) throw new FileError('write_failed', `${path} changed while it was read. Run it again.`)
  })
  const closed = ['databases', 'style_presets', 'workflow_thumbnails', ...(manifest.includes.images ? [IMAGES] : [])]
  for (const folder of closed) await fs.chmod(join(staged, folder), 0o700)
}

/** What a backup without secrets does not hold of the settings stays as it is in the root. */
async function keepSecretSettings(root: string, staged: string): Promise<void> {
  const files = createFiles()
  // settings that cannot be read may be why somebody restores
  const present = await openSettings(rootPaths(root).settings, files, {}).catch(() => undefined)
  const kept = listSettingKeys().filter((key) => SETTINGS[key].secret && present?.sources[key] === 'file')
  if (kept.length === 0) return
  const coming = await openSettings(rootPaths(staged).settings, files, {})
  await coming.update(Object.fromEntries(kept.map((key) => [key, present?.values[key]])))
}

/** Folders of a root that belong together with its database. */
function listFolders({ includes }: Manifest): string[] {
  const folders = COVERS.map(({ folder }) => folder)
  return includes.images ? [...folders, `${IMAGES}/thumbnails`] : folders
}

/** What of a root a backup takes the place of; the database goes last, so that it is the old one for as long as possible. */
function listReplaced({ includes }: Manifest, files: readonly ListedFile[]): string[] {
  const models = files
    .map(({ path }) => path.split('/'))
    .filter(([first, second]) => first === 'models' && second !== 'model_images')
    .map((parts) => parts.slice(0, 2).join('/'))
  return [
    ...(includes.images ? [IMAGES] : []),
    ...COVERS.map(({ folder }) => folder),
    ...new Set(models),
    ...(includes.secrets ? ['secrets'] : []),
    'bottega.yaml',
    'databases',
  ]
}

/**
 * Small pictures of models lie beside these, wherever the settings that come put them; none that is there is replaced. They are placed
 * before anything else is: what a death leaves then is too many of them, not too few.
 */
async function placeCovers(root: string, staged: string): Promise<void> {
  const settings = await openSettings(rootPaths(staged).settings, createFiles(), {})
  const wanted = rootPaths(root, settings.values.models_dir).modelCovers
  if (resolve(wanted) === resolve(rootPaths(root).modelCovers)) return
  await makeFolder(wanted)
  await fs.cp(rootPaths(staged).modelCovers, wanted, { recursive: true, force: false })
}

/** A name that nothing in the root has: what was set aside earlier stays by itself. */
async function chooseAside(root: string, now: Date): Promise<string> {
  const first = `before-restore-${stampTime(now)}`
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? first : `${first}-${attempt}`
    if ((await findFileState(join(root, name))) === undefined) return name
  }
}

async function isFolder(path: string): Promise<boolean> {
  return fs.stat(path).then(
    (state) => state.isDirectory(),
    () => false,
  )
}
