import { type Tx, transaction } from '../../apps/bottega/src/data/database.ts'
import { isTaken } from '../../apps/bottega/src/data/errors.ts'
import { acquireRootLock } from '../../apps/bottega/src/data/lock.ts'
import { createBoard, findBoard } from '../../apps/bottega/src/data/repositories/boards.ts'
import { createImages, findUnknownImages, type WholeImage } from '../../apps/bottega/src/data/repositories/images.ts'
import { openRootDatabase } from '../../apps/bottega/src/data/root-database.ts'
import { prepareRoot } from '../../apps/bottega/src/files/root.ts'
import { type Line, readLines } from './read-lines.ts'
import { SeedError } from './seed-error.ts'
import { openSeedFiles, type SeedFiles } from './seed-files.ts'
import { parseSeedRecord } from './seed-record.ts'

/** What was put into a root. */
export interface Seeded {
  readonly images: number
  readonly boards: number
}

/** Images stored by one statement. */
const AT_ONCE = 1000
/** Memory for pages that one transaction changes, in KiB; more of them wait in the log. */
const CACHE_KIB = 128 * 1024

interface NumberedImage {
  readonly line: number
  readonly image: WholeImage
}

/**
 * Stores an image for each line of the input in the root of a stopped server, all of them or none: rows as imports write them, so that
 * triggers keep counts and search. A board that is named and not there is made; it belongs to the owner of its first image.
 *
 * @param withFiles  whether each image gets a small picture and its thumbnail
 * @throws SeedError with the number of the bad line; StoreError `root_in_use` while a server has the root; FileError
 */
export async function seedRoot(
  rootPath: string,
  input: AsyncIterable<Uint8Array>,
  { withFiles }: { readonly withFiles: boolean },
): Promise<Seeded> {
  const root = await prepareRoot(rootPath)
  const lock = acquireRootLock(root.databases)
  try {
    const db = await openRootDatabase(rootPath, { lock })
    try {
      db.sqlite.execute(`pragma cache_size = -${CACHE_KIB}`)
      const files = withFiles ? await openSeedFiles(root.images) : undefined
      return await transaction(db, (tx) => storeAll(tx, readLines(input), files))
    } finally {
      await db.close()
    }
  } finally {
    lock.release()
  }
}

async function storeAll(tx: Tx<never>, lines: AsyncIterable<Line>, files: SeedFiles | undefined): Promise<Seeded> {
  const boards = new Set<string>()
  let images = 0
  let madeBoards = 0
  let chunk: NumberedImage[] = []

  async function store(): Promise<void> {
    for (const { image } of chunk) {
      if (image.board_id === null || boards.has(String(image.board_id))) continue
      if (await makeBoard(tx, String(image.board_id), String(image.user_id))) madeBoards++
      boards.add(String(image.board_id))
    }
    await storeChunk(tx, chunk, files)
    await files?.add(chunk.map(({ image }) => image))
    images += chunk.length
    chunk = []
  }

  try {
    for await (const line of lines) {
      chunk.push({ line: line.number, image: parseSeedRecord(line) })
      if (chunk.length === AT_ONCE) await store()
    }
    if (chunk.length > 0) await store()
    return { images, boards: madeBoards }
  } catch (error) {
    await files?.undo()
    throw error
  }
}

/** @returns whether it was not there */
async function makeBoard(tx: Tx<never>, board_id: string, user_id: string): Promise<boolean> {
  if ((await findBoard(tx, board_id, user_id)) !== undefined) return false
  await createBoard(tx, { board_id, board_name: board_id, user_id })
  return true
}

async function storeChunk(tx: Tx<never>, chunk: readonly NumberedImage[], files: SeedFiles | undefined): Promise<void> {
  const images = chunk.map(({ image }) => image)
  try {
    await createImages(tx, files?.describe(images) ?? images)
  } catch (cause) {
    if (!isTaken(cause)) throw cause
    const { line, name } = await findTaken(tx, chunk)
    throw new SeedError(`Line ${line}: there is an image ${name} already. Names of images are given once.`, { cause })
  }
}

async function findTaken(tx: Tx<never>, chunk: readonly NumberedImage[]): Promise<{ line: number; name: string }> {
  const named = chunk.map(({ line, image }) => ({ line, name: String(image.image_name) }))
  const free = new Set(
    await findUnknownImages(
      tx,
      named.map(({ name }) => name),
    ),
  )
  // a name that stands twice in the chunk is free for the first of them only
  const taken = named.find(({ name }) => !free.delete(name))
  if (taken === undefined) throw new RangeError('a name was taken and is not any more')
  return taken
}
