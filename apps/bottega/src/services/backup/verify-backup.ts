import * as fs from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { checkSnapshot, readSnapshot } from '../../data/snapshot.ts'
import { findFileState, forEachAtOnce, hashFile } from '../../files/hashed-copy.ts'
import { BackupError } from './backup-error.ts'
import { DATABASE, IMAGES, listCovers, pathsOfImage } from './layout.ts'
import { LIST_NAME, type ListedFile, MANIFEST_NAME, type Manifest, readFileList, readManifest } from './manifest.ts'

/** What a look at a backup found. */
export interface BackupReport {
  readonly manifest: Manifest
  readonly files: readonly ListedFile[]
  /** What is wrong with it, in sentences; empty when all is well. */
  readonly problems: readonly string[]
}

const READ_AT_ONCE = 4

/**
 * Reads a backup whole: every byte of every file, the database, and whether its rows have their files.
 *
 * @param path  absolute
 * @throws BackupError when it holds nothing that could be looked at
 */
export async function verifyBackup(path: string): Promise<BackupReport> {
  const manifest = await readManifest(path)
  const files = await readFileList(path, manifest)
  const problems = [...(await compareFiles(path, files)), ...(await findStrangers(path, files))]
  // a database that is not the one of the list says nothing about it
  if (!problems.some((problem) => problem.startsWith(DATABASE))) {
    problems.push(...(await compareRows(path, manifest, files).catch((error) => [`${DATABASE}: ${error.message}`])))
  }
  return { manifest, files, problems: problems.sort() }
}

/** Refuses a backup that is not what was written. @throws BackupError `backup_damaged` */
export function requireWhole(path: string, { problems }: BackupReport): void {
  const [first] = problems
  if (first === undefined) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more faults)` : ''
  throw new BackupError(
    'backup_damaged',
    `The backup ${path} is damaged: ${first}${more}. "bottega backup verify" lists all of it. Use another backup.`,
  )
}

async function compareFiles(folder: string, files: readonly ListedFile[]): Promise<string[]> {
  const problems: string[] = []
  await forEachAtOnce(files, READ_AT_ONCE, async ({ path, size, sha256 }) => {
    const at = join(folder, path)
    if ((await findFileState(at)) === undefined) return void problems.push(`${path} is gone`)
    const print = await hashFile(at).catch((error: Error) => error.message)
    if (typeof print === 'string') problems.push(`${path} cannot be read (${print})`)
    else if (print.size !== size) problems.push(`${path} has ${print.size} bytes instead of ${size}`)
    else if (print.sha256 !== sha256) problems.push(`${path} has other bytes than were written`)
  })
  return problems
}

async function findStrangers(folder: string, files: readonly ListedFile[]): Promise<string[]> {
  const known = new Set([MANIFEST_NAME, LIST_NAME, ...files.map(({ path }) => path)])
  const found = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((one) => !one.isDirectory())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
    .filter((path) => !known.has(path))
    .map((path) => `${path} does not belong to it`)
}

async function compareRows(folder: string, manifest: Manifest, files: readonly ListedFile[]): Promise<string[]> {
  const path = join(folder, DATABASE)
  const faults = checkSnapshot(path).map((text) => `${DATABASE}: ${text}`)
  if (faults.length > 0) return faults
  const { tables, images, covers } = await readSnapshot(path)
  const counts = Object.entries(manifest.tables).flatMap(([table, rows]) =>
    tables[table] === rows ? [] : [`${DATABASE} has ${tables[table] ?? 'no'} rows of ${table} instead of ${rows}`],
  )
  const listed = new Set([...manifest.missing, ...files.map((file) => file.path)])
  const expected = [
    ...(manifest.includes.images
      ? images.flatMap((image) => pathsOfImage(image.image_name, image.image_subfolder).map((one) => `${IMAGES}/${one}`))
      : []),
    ...listCovers(covers),
  ]
  return [
    ...counts,
    ...expected.filter((one) => !listed.has(one)).map((one) => `${one} is missing, though the database names it`),
  ]
}
