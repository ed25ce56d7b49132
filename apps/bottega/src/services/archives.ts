import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { App } from './app.ts'

/** How long an archive can be fetched. */
export const KEPT_MS = 24 * 3600 * 1000

/** Puts a file into an archive, and waits until it is in it. */
export type AddToArchive = (name: string, content: Readable | Buffer) => Promise<void>

/** Where an archive lies that is finished. */
export function archivePath({ cache }: App['root'], name: string): string {
  return join(folderOf({ cache }), name)
}

/** Removes the files of archives, finished or not. */
export async function removeArchiveFiles({ root }: Pick<App, 'root'>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await rm(archivePath(root, name), { force: true })
    await rm(unfinished(root, name), { force: true })
  }
}

/**
 * Writes an archive, which is there as a whole or not at all; answers its size.
 *
 * @param fill  adds file by file; no more than one is open at a time
 */
export async function writeArchive(root: App['root'], name: string, fill: (add: AddToArchive) => Promise<void>): Promise<number> {
  await mkdir(folderOf(root), { recursive: true })
  // loaded by the first archive
  const { ZipArchive } = await import('archiver')
  // uncompressed, since nearly all of it is PNG
  const archive = new ZipArchive({ store: true })
  const path = unfinished(root, name)
  const written = pipeline(archive, createWriteStream(path))
  // looked at when the archive is done
  written.catch(() => undefined)
  let packing: Readable | undefined
  try {
    await fill(async (entry, content) => {
      packing = content instanceof Readable ? content : Readable.from([content])
      archive.append(packing, { name: entry })
      // where nothing can be written, no entry ever comes
      await Promise.race([once(archive, 'entry'), written])
    })
    await Promise.race([archive.finalize(), written])
    await written
    const { size } = await stat(path)
    await rename(path, archivePath(root, name))
    return size
  } catch (error) {
    packing?.destroy()
    archive.destroy()
    await written.catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

function folderOf({ cache }: Pick<App['root'], 'cache'>): string {
  return join(cache, 'downloads')
}

function unfinished(root: App['root'], name: string): string {
  return `${archivePath(root, name)}.part`
}

/** Somebody's name for a thing as a part of a file's name. */
export function cleanName(name: string, fallback: string): string {
  return (
    name
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
      .slice(0, 60) || fallback
  )
}
