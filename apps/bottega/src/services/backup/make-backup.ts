import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { listSettingKeys, SETTINGS } from '@bottega/contracts'
import { holdFiles } from '../../data/lock.ts'
import { rootDatabasePath } from '../../data/root-database.ts'
import { copyDatabase, readSnapshot, type SnapshotContent } from '../../data/snapshot.ts'
import { explainingWrites } from '../../files/disk.ts'
import { systemCode } from '../../files/errors.ts'
import { createFiles } from '../../files/files.ts'
import { copyHashed, findFileState, forEachAtOnce, hashFile, syncFolder } from '../../files/hashed-copy.ts'
import { nameUnfinished } from '../../files/leftovers.ts'
import type { App } from '../app.ts'
import { finishRemovals } from '../images/image-removal.ts'
import { findAwayFolder } from '../images/lost-pictures.ts'
import { isInside, locateModel } from '../models/model-records.ts'
import { BackupError } from './backup-error.ts'
import { listBackups, nameBackup, removeOldBackups } from './kept-backups.ts'
import { COVER_ENDING, COVERS, DATABASE, IMAGES, nameCover, pathsOfImage } from './layout.ts'
import { type ListedFile, type Manifest, readFileList, writeManifest } from './manifest.ts'

/** What a backup is to hold, and where it is put. */
export interface BackupWishes {
  /** Absolute path of the folder in which backups are kept. */
  readonly folder: string
  readonly withImages: boolean
  /** The files of models that lie in the root, beside their records. */
  readonly withModels: boolean
  /** The signing key and the secrets of the settings file. */
  readonly withSecrets: boolean
  /** How many backups of this root stay, this one included; all of them where it is left out. */
  readonly keep?: number | undefined
}

/** What became of it. */
export interface BackupResult {
  readonly path: string
  readonly manifest: Manifest
  /** Files that an earlier backup had already. */
  readonly linked: number
  /** Older backups that were removed. */
  readonly removed: readonly string[]
  /** Older backups that should have been removed and could not be, each with the reason. */
  readonly stuck: readonly string[]
}

type Deps = Pick<App, 'root' | 'settings' | 'db' | 'images' | 'version'>

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
/** Each copy waits for the disk most of the time. */
const COPIED_AT_ONCE = 4

/**
 * Makes a backup of a root while a server works on it, as of one moment: the database first, then the files that it names, which are
 * held meanwhile. It appears whole or not at all; only the owner can read it.
 *
 * @throws StoreError `backup_running`; BackupError `images_away`; FileError
 */
export async function makeBackup(deps: Deps, wishes: BackupWishes): Promise<BackupResult> {
  const { root } = deps
  const { folder } = wishes
  // a backup without them would soon take the place of those that have them
  const away = wishes.withImages ? await findAwayFolder(deps, { isThorough: true }) : undefined
  if (away !== undefined) {
    throw new BackupError(
      'images_away',
      `${away} No backup was made. "bottega doctor" tells more; --no-images leaves images out.`,
    )
  }
  await createFiles().prepareFolder(folder)
  const hold = holdFiles(root.databases)
  const unfinished = join(folder, nameUnfinished())
  try {
    const made = await explainingWrites(folder, async () => {
      await fs.mkdir(unfinished, { mode: FOLDER_MODE })
      const { manifest, linked } = await fillBackup(deps, wishes, unfinished)
      return { path: await publish(unfinished, folder, new Date(manifest.created_at)), manifest, linked }
    })
    const older =
      wishes.keep === undefined ? { removed: [], stuck: [] } : await removeOldBackups(folder, made.manifest, wishes.keep)
    return { ...made, ...older }
  } catch (error) {
    await fs.rm(unfinished, { recursive: true, force: true }).catch(() => {})
    throw error
  } finally {
    hold.release()
    await finishRemovals(deps)
  }
}

async function fillBackup(deps: Deps, wishes: BackupWishes, target: string) {
  const { root, version } = deps
  const copier = createCopier(target, await findFormerFiles(wishes.folder))
  const created_at = new Date().toISOString()
  // small pictures may go while one looks for them, so they are taken before and after
  const early = join(target, '.early')
  for (const { folder, placeIn } of COVERS) await copyCovers(placeIn(root), join(early, folder))
  const database = join(target, DATABASE)
  await fs.mkdir(dirname(database), { mode: FOLDER_MODE })
  await copyDatabase(rootDatabasePath(root.root), database)
  await fs.chmod(database, FILE_MODE)
  await copier.list(DATABASE)
  const content = await readSnapshot(database)

  await forEachAtOnce(listFiles(deps, wishes, content, early), COPIED_AT_ONCE, copier.copy)
  if (wishes.withModels) await forEachAtOnce(await listModelFiles(deps, content), COPIED_AT_ONCE, copier.copy)
  await fs.rm(early, { recursive: true })
  const settings = await readSettingsFile(root.settings, wishes.withSecrets)
  if (settings !== undefined) {
    await fs.writeFile(join(target, 'bottega.yaml'), settings, { mode: FILE_MODE })
    await copier.list('bottega.yaml')
  }
  const { files, missing, linked } = copier.tell()
  const about = {
    format: 1,
    bottega: version,
    root: root.root,
    created_at,
    includes: { images: wishes.withImages, models: wishes.withModels, secrets: wishes.withSecrets },
    tables: content.tables,
    missing: missing.toSorted(),
    models: describeModels(deps, wishes, content),
  } as const
  const inOrder = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { manifest: await writeManifest(target, about, inOrder), linked }
}

/** Copies the small pictures of a folder. One that goes meanwhile is left out, and so is one that is just being written. */
async function copyCovers(from: string, to: string): Promise<void> {
  await fs.mkdir(to, { recursive: true, mode: FOLDER_MODE })
  const names = (await fs.readdir(from)).filter((name) => name.endsWith(COVER_ENDING))
  await forEachAtOnce(names, COPIED_AT_ONCE, (name) =>
    fs.copyFile(join(from, name), join(to, name)).catch((error) => {
      if (systemCode(error) !== 'ENOENT') throw error
    }),
  )
}

/** Fills a backup file by file, and keeps the list of what is in it. A file that the former backup has already gets a second name. */
function createCopier(target: string, former: FormerFiles) {
  const files: ListedFile[] = []
  const missing: string[] = []
  let linked = 0
  const folders = new Map<string, Promise<unknown>>()
  return {
    /** Takes a file into the list that was written into the backup. */
    async list(path: string): Promise<void> {
      files.push({ path, ...(await syncAndHash(join(target, path))) })
    },
    async copy({ path, sources }: FileToCopy): Promise<void> {
      const to = join(target, path)
      const folder = dirname(to)
      const isThere = folders.get(folder) ?? fs.mkdir(folder, { recursive: true, mode: FOLDER_MODE })
      folders.set(folder, isThere)
      await isThere
      for (const source of sources) {
        const taken = await linkFormer(former.get(path), source, to)
        if (taken !== undefined) linked++
        const copied = taken ?? (await copyHashed(source, to, FILE_MODE))
        if (copied !== undefined) return void files.push({ path, ...copied })
      }
      missing.push(path)
    },
    tell: () => ({ files, missing, linked }),
  }
}

/** A file of the backup, and where it is found; the first that is there counts. */
interface FileToCopy {
  readonly path: string
  readonly sources: readonly string[]
}

function* listFiles(
  { root }: Deps,
  { withImages, withSecrets }: BackupWishes,
  { images, covers }: SnapshotContent,
  early: string,
): Generator<FileToCopy> {
  if (withImages) {
    for (const { image_name, image_subfolder } of images) {
      for (const path of pathsOfImage(image_name, image_subfolder)) {
        yield { path: `${IMAGES}/${path}`, sources: [join(root.images, path)] }
      }
    }
  }
  for (const { of, folder, placeIn } of COVERS) {
    for (const name of covers[of].map(nameCover)) {
      yield { path: `${folder}/${name}`, sources: [join(placeIn(root), name), join(early, folder, name)] }
    }
  }
  // a root that no server has opened, or whose key the settings say, has none
  if (withSecrets && existsSync(root.signingKey)) yield { path: 'secrets/jwt.key', sources: [root.signingKey] }
}

async function listModelFiles({ root }: Deps, { models }: SnapshotContent): Promise<FileToCopy[]> {
  const found: FileToCopy[] = []
  for (const path of models.map((config) => locateModel(root, JSON.parse(config)))) {
    if (!isInside(root.models, path)) continue
    const isFolder = await fs.stat(path).then(
      (state) => state.isDirectory(),
      () => false,
    )
    const names = isFolder ? await fs.readdir(path, { recursive: true, withFileTypes: true }) : []
    const files = isFolder ? names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)) : [path]
    for (const file of files) {
      found.push({ path: `models/${relative(root.models, file).split(sep).join('/')}`, sources: [file] })
    }
  }
  return found
}

function describeModels({ root }: Deps, { withModels }: BackupWishes, { models }: SnapshotContent): Manifest['models'] {
  return models.map((config) => {
    // written by installs, which hold it to its schema
    const { key, name, hash, path } = JSON.parse(config) as { key: string; name: string; hash: string; path: string }
    return { key, name, hash, path, is_included: withModels && isInside(root.models, locateModel(root, { path })) }
  })
}

type FormerFile = ListedFile & { readonly at: string }
type FormerFiles = ReadonlyMap<string, FormerFile>

/** The files of the latest backup in the folder that never change once they are there. */
async function findFormerFiles(folder: string): Promise<FormerFiles> {
  const latest = (await listBackups(folder)).at(-1)
  if (latest === undefined) return new Map()
  const files = await readFileList(latest.path, latest.manifest).catch(() => [])
  const lasting = files.filter(({ path }) => path.startsWith(`${IMAGES}/`) || path.startsWith('models/'))
  return new Map(lasting.map((file) => [file.path, { ...file, at: join(latest.path, file.path) }]))
}

/** Gives what a former backup has of an unchanged file a second name; undefined when it has to be copied. */
async function linkFormer(former: FormerFile | undefined, source: string, to: string) {
  if (former === undefined) return undefined
  const state = await findFileState(source)
  if (state?.size !== former.size || state.mtime !== former.mtime) return undefined
  const { size, mtime, sha256 } = former
  return fs.link(former.at, to).then(
    () => ({ size, mtime, sha256 }),
    // gone, or a disk without second names
    () => undefined,
  )
}

/** The settings file without its secrets; undefined where there is none. */
async function readSettingsFile(path: string, withSecrets: boolean): Promise<string | undefined> {
  const text = await fs.readFile(path, 'utf8').catch((error) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined || withSecrets || text.trim() === '') return text
  const secrets = listSettingKeys().filter((key) => SETTINGS[key].secret)
  // those that somebody has put out of use are secrets too
  const putOut = new RegExp(`^\\s*#.*\\b(?:${secrets.join('|')})\\b.*\\n?`, 'gm')
  const { parseDocument } = await import('yaml')
  const kept = text.replace(putOut, '')
  const document = parseDocument(kept)
  // comments alone, which may be the whole file, are no mapping to take keys out of
  if (document.contents === null) return kept
  for (const key of secrets) document.delete(key)
  return document.toString()
}

async function syncAndHash(path: string) {
  const handle = await fs.open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  const state = await fs.stat(path)
  return { ...(await hashFile(path)), mtime: Math.trunc(state.mtimeMs) }
}

/** Gives what is finished its name. */
async function publish(unfinished: string, folder: string, now: Date): Promise<string> {
  await syncFolder(unfinished)
  for (let attempt = 1; ; attempt++) {
    const path = join(folder, nameBackup(now, attempt))
    // a rename would take the place of an empty folder
    if ((await findFileState(path)) !== undefined) continue
    await fs.rename(unfinished, path)
    await syncFolder(folder)
    return path
  }
}
