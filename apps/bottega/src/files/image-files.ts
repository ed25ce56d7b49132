import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { addName, type Disk, explainingWrites, makeFolder, moveToFreeName, writeSynced } from './disk.ts'
import { FileError, systemCode } from './errors.ts'
import { openFile, type SeekableFile } from './open-file.ts'

/** Where the files of an image lie below the folder of images; named as in the database. */
export interface ImagePlace {
  /** `<uuid>.png`. */
  readonly image_name: string
  /** Empty, or names of folders with `/` between them. */
  readonly image_subfolder: string
}

/** The two files of an image. */
export interface ImageContent {
  readonly png: Uint8Array
  /** WebP. */
  readonly thumbnail: Uint8Array
}

/** The files of images. An image is there once its row is; files come before it and go after it. */
export interface ImageFiles {
  /**
   * Stores both files of a new image, then its row. When the row cannot be stored, or the process dies, the files go.
   *
   * @param storeRow  stores the row in a transaction; what it answers or throws is passed on
   * @throws FileError
   */
  store<T>(place: ImagePlace, content: ImageContent, storeRow: () => Promise<T>): Promise<T>
  /**
   * Opens a file of an image; undefined when it is not there.
   *
   * @throws FileError `file_unreadable`
   */
  open(place: ImagePlace, kind: Kind): Promise<SeekableFile | undefined>
  /** Those files of images that are not there. */
  listMissing(places: readonly ImagePlace[]): Promise<readonly { readonly place: ImagePlace; readonly kind: Kind }[]>
  /** How many bytes both files of an image take; those that are not there take none. */
  measure(place: ImagePlace): Promise<number>
  /**
   * Deletes the files of images whose rows are gone.
   *
   * @throws FileError when one cannot be deleted; the others are all the same
   */
  delete(places: readonly ImagePlace[]): Promise<void>
  /**
   * Finishes what a dead server began: its files stay where a row came after them, under their names, which a loss of power may have
   * taken, and go where none did. For the start, under the root's lock.
   *
   * @param findUnknown  those of the names that no row bears
   */
  finishUnfinished(findUnknown: (imageNames: readonly string[]) => Promise<readonly string[]>): Promise<void>
}

const KINDS = ['full', 'thumbnail'] as const
type Kind = (typeof KINDS)[number]

const THUMBNAILS = 'thumbnails'
/** Holds a second name of each file until its row is stored, so that a start need not look through all images. */
const UNFINISHED = '.unfinished'
/** Stands between the parts of a place in a file's name; it occurs in none of them. */
const SEPARATOR = '~'

/**
 * The files of images in this folder.
 *
 * @param folder  absolute path of `outputs/images`
 */
export function createImageFiles(folder: string, disk: Disk = fs): ImageFiles {
  const fileOf = (place: ImagePlace, kind: Kind): ImageFile => {
    const { image_name, image_subfolder } = requireSafe(place)
    const path =
      kind === 'full' ? [image_subfolder, image_name] : [THUMBNAILS, image_subfolder, image_name.replace(/\.png$/, '.webp')]
    return { path: join(folder, ...path), unfinished: join(folder, UNFINISHED, nameUnfinished(place, kind)) }
  }
  const pathsOf = (place: ImagePlace) => KINDS.map((kind) => fileOf(place, kind).path)

  return {
    async store(place, { png, thumbnail }, storeRow) {
      const files = KINDS.map((kind) => ({ ...fileOf(place, kind), bytes: kind === 'full' ? png : thumbnail }))
      const named: string[] = []
      try {
        await explainingWrites(folder, async () => {
          for (const file of files) await makeFoldersOf(file)
          await allOf(files.map(({ unfinished, bytes }) => writeSynced(disk, unfinished, bytes)))
          for (const file of files) {
            await publish(disk, file)
            named.push(file.path)
          }
        })
        return await storeRow()
      } catch (error) {
        await removeQuietly(disk, named)
        throw error
      } finally {
        // last of all: as long as these names are there, a start finishes what is left
        await removeQuietly(
          disk,
          files.map(({ unfinished }) => unfinished),
        )
      }
    },

    open: (place, kind) => openFile(fileOf(place, kind).path),

    async measure(place) {
      const sizes = await Promise.all(
        pathsOf(place).map((path) =>
          fs.stat(path).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      )
      return sizes.reduce((sum, size) => sum + size, 0)
    },

    async listMissing(places) {
      // each folder is read once, however many images it holds
      const folders = new Map<string, Promise<ReadonlySet<string>>>()
      const namesIn = (path: string) => {
        const names = folders.get(path) ?? listNames(path).then((list) => new Set(list))
        folders.set(path, names)
        return names
      }
      const missing: { place: ImagePlace; kind: Kind }[] = []
      for (const place of places) {
        for (const kind of KINDS) {
          const { path } = fileOf(place, kind)
          if (!(await namesIn(dirname(path))).has(basename(path))) missing.push({ place, kind })
        }
      }
      return missing
    },

    delete: (places) => deleteAll(disk, places.flatMap(pathsOf)),

    async finishUnfinished(findUnknown) {
      const names = await listNames(join(folder, UNFINISHED))
      if (names.length === 0) return
      const begun = names.flatMap((name) => parseUnfinished(name) ?? [])
      const unknown = new Set(await findUnknown(begun.map(({ place }) => place.image_name)))
      const hasRow = ({ place }: (typeof begun)[number]) => !unknown.has(place.image_name)
      await explainingWrites(folder, async () => {
        for (const { place, kind } of begun.filter(hasRow)) {
          const file = fileOf(place, kind)
          await makeFoldersOf(file)
          // changes nothing where both names are there
          await disk.rename(file.unfinished, file.path)
        }
      })
      await deleteAll(
        disk,
        begun.filter((one) => !hasRow(one)).flatMap(({ place }) => pathsOf(place)),
      )
      await deleteAll(
        disk,
        names.map((name) => join(folder, UNFINISHED, name)),
      )
    },
  }
}

/** Where a file of an image lies, and its second name until its row is stored. */
interface ImageFile {
  readonly path: string
  readonly unfinished: string
}
async function makeFoldersOf({ path, unfinished }: ImageFile): Promise<void> {
  await makeFolder(dirname(path))
  await makeFolder(dirname(unfinished))
}

async function publish(disk: Disk, { path, unfinished }: ImageFile): Promise<void> {
  const isNamed = (await addName(disk, unfinished, path)) ?? (await moveToFreeName(disk, unfinished, path))
  if (!isNamed) throw new FileError('write_failed', `${path} is there already. Names of images are given once.`)
}

/** Names in a folder; none where there is no folder. */
async function listNames(folder: string): Promise<string[]> {
  return fs.readdir(folder).catch((error) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
}

/** Waits for all to come to their end, then reports the first fault. */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function removeQuietly(disk: Disk, paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => disk.unlink(path)))
}

/** Files deleted at once; each takes one of the few threads that all files are read and written with. */
const DELETED_AT_ONCE = 2

async function deleteAll(disk: Disk, paths: readonly string[]): Promise<void> {
  const left = [...paths]
  const faults: unknown[] = []
  const deleteSome = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      await disk.unlink(path).catch((error) => {
        if (systemCode(error) !== 'ENOENT') faults.push(error)
      })
    }
  }
  await Promise.all(Array.from({ length: DELETED_AT_ONCE }, deleteSome))
  if (faults.length === 0) return
  const [cause] = faults
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message = `${faults.length} files could not be deleted (${reason}). Check their rights and the disk.`
  throw new FileError('write_failed', message, { cause })
}

function nameUnfinished({ image_name, image_subfolder }: ImagePlace, kind: Kind): string {
  return [kind, ...image_subfolder.split('/').filter((part) => part !== ''), image_name].join(SEPARATOR)
}

function parseUnfinished(name: string): { place: ImagePlace; kind: Kind } | undefined {
  const [word, ...parts] = name.split(SEPARATOR)
  const kind = KINDS.find((one) => one === word)
  const image_name = parts.pop()
  if (kind === undefined || image_name === undefined) return undefined
  const place = { image_name, image_subfolder: parts.join('/') }
  return isSafe(place) ? { place, kind } : undefined
}

/** Nothing in a place may lead out of the folder, wherever the row came from. */
function isSafe({ image_name, image_subfolder }: ImagePlace): boolean {
  return /^\w[\w.-]*\.png$/.test(image_name) && /^(?:[\w-]+(?:\/[\w-]+)*)?$/.test(image_subfolder)
}

function requireSafe(place: ImagePlace): ImagePlace {
  if (isSafe(place)) return place
  throw new RangeError(`${JSON.stringify(place)} is no place of an image`)
}
