import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type CopiedFile, hashFile } from '../../files/hashed-copy.ts'
import { inParts } from '../in-parts.ts'
import { BackupError } from './backup-error.ts'

const count = z.int().nonnegative()

const Manifest = z.object({
  format: z.literal(1),
  /** Version of the program that made it. */
  bottega: z.string(),
  /** The root that it is of. */
  root: z.string(),
  created_at: z.iso.datetime(),
  includes: z.object({ images: z.boolean(), models: z.boolean(), secrets: z.boolean() }),
  /** How many rows each table has. */
  tables: z.record(z.string(), count),
  /** Of the list of files, which lies beside. */
  files: z.object({ count, bytes: count, sha256: z.string() }),
  /** Files that the root itself lacked. */
  missing: z.array(z.string()),
  models: z.array(z.object({ key: z.string(), name: z.string(), hash: z.string(), path: z.string(), is_included: z.boolean() })),
})

/** What a backup says about itself. */
export type Manifest = z.infer<typeof Manifest>

const ListedFile = z.object({ path: z.string(), size: count, mtime: z.int(), sha256: z.string() })

/** A file of a backup: its path with `/`, below the backup as below a root. */
export interface ListedFile extends CopiedFile {
  readonly path: string
}

/** Names of the files of a backup that are not the root's. */
export const MANIFEST_NAME = 'manifest.json'
export const LIST_NAME = 'files.jsonl'

const OWNER_ONLY = 0o600
const LINES_AT_ONCE = 1000

/** Writes the list of files, then the manifest that vouches for it. */
export async function writeManifest(
  folder: string,
  manifest: Omit<Manifest, 'files'>,
  files: readonly ListedFile[],
): Promise<Manifest> {
  const hash = createHash('sha256')
  const list = await fs.open(join(folder, LIST_NAME), 'wx', OWNER_ONLY)
  try {
    for (const part of inParts(files, LINES_AT_ONCE)) {
      const lines = part.map((file) => `${JSON.stringify(file)}\n`).join('')
      hash.update(lines)
      await list.writeFile(lines)
    }
    await list.sync()
  } finally {
    await list.close()
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const whole: Manifest = { ...manifest, files: { count: files.length, bytes, sha256: hash.digest('hex') } }
  const target = await fs.open(join(folder, MANIFEST_NAME), 'wx', OWNER_ONLY)
  try {
    await target.writeFile(`${JSON.stringify(whole, undefined, 2)}\n`)
    await target.sync()
  } finally {
    await target.close()
  }
  return whole
}

/** Reads what a backup says about itself. @throws BackupError `backup_unusable` */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_NAME)
  try {
    return Manifest.parse(JSON.parse(await fs.readFile(path, 'utf8')))
  } catch (cause) {
    throw new BackupError(
      'backup_unusable',
      `${folder} is no backup, or not a whole one: its ${MANIFEST_NAME} cannot be read. Choose another; a folder whose name ends in .part was never finished.`,
      { cause },
    )
  }
}

/** Reads the list of files of a backup. @throws BackupError `backup_damaged` when it is not the one that the manifest vouches for */
export async function readFileList(folder: string, { files }: Pick<Manifest, 'files'>): Promise<ListedFile[]> {
  const path = join(folder, LIST_NAME)
  const damaged = (cause?: unknown) =>
    new BackupError('backup_damaged', `The list of files ${path} is damaged. Use another backup.`, { cause })
  const list: ListedFile[] = []
  try {
    if ((await hashFile(path)).sha256 !== files.sha256) throw damaged()
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const file = ListedFile.parse(JSON.parse(line))
      if (!isBelow(file.path)) throw damaged()
      list.push(file)
    }
  } catch (cause) {
    throw cause instanceof BackupError ? cause : damaged(cause)
  }
  return list
}

/** Nothing in a list may lead out of the folder. */
function isBelow(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\\'))
}
