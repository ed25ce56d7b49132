import { sql } from 'kysely'
import type { Queryable, Tx } from '../database.ts'
import { type ImageRecord, selectImageRecords } from '../gallery/image-record.ts'
import { type ShelfGrounds, shelfOf } from '../gallery/shelf.ts'
import { valuesOf } from '../json.ts'
import type { NewRow, Shelf } from '../tables.ts'
import { NOW } from '../time.ts'

/** An image as it is stored; `metadata` is JSON text, letter for letter as it came. */
export type NewImage = Omit<NewRow<'images'>, 'shelf' | 'deleted_at'> & { readonly metadata?: string | null }

/** An image that was changed, with the board that it lies on, or lay on before it was moved. */
export interface ChangedImage {
  readonly image_name: string
  readonly user_id: string
  readonly board_id: string | null
}

/**
 * Stores an image whose files are in place.
 *
 * @throws an error that `isTaken` knows when the name is
 */
export async function createImage(tx: Tx<never>, { metadata, ...image }: NewImage): Promise<void> {
  const shelf = shelfOf({ is_intermediate: 0, ...image })
  const { id } = await tx
    .insertInto('images')
    .values({ ...image, shelf })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (metadata != null) await tx.insertInto('image_metadata').values({ image_id: id, metadata }).execute()
}

/** Columns that an image is stored with, in one order. */
const storedColumns = [
  'image_name',
  'user_id',
  'board_id',
  'image_origin',
  'image_category',
  'width',
  'height',
  'session_id',
  'node_id',
  'is_intermediate',
  'starred',
  'has_workflow',
  'image_subfolder',
  'created_at',
  'updated_at',
  'placeholder',
] as const satisfies readonly (keyof NewRow<'images'>)[]

/** An image with every column that has no other way to its value. */
export type WholeImage = Record<(typeof storedColumns)[number], string | number | null> & { readonly metadata: string | null }

/**
 * Stores many images in two statements, for imports.
 *
 * @throws an error that `isTaken` knows when a name is, after which none is stored
 */
export async function createImages(tx: Tx<never>, images: readonly WholeImage[]): Promise<void> {
  const list = JSON.stringify(images)
  const values = sql.join(storedColumns.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`))
  await tx
    .insertInto('images')
    .columns([...storedColumns, 'shelf'])
    .expression(sql`select *, ${shelfOf({})} from (select ${values} from json_each(${list}))`)
    .execute()
  await tx
    .insertInto('image_metadata')
    .columns(['image_id', 'metadata'])
    .expression(
      sql`select images.id, value ->> 'metadata' from json_each(${list})
      join images on images.image_name = value ->> 'image_name' where value ->> 'metadata' is not null`,
    )
    .execute()
}

/** An image that is not in the trash. */
export async function findImage(db: Queryable, imageName: string, viewerId: string): Promise<ImageRecord | undefined> {
  return selectImageRecords(db, viewerId)
    .where('images.image_name', '=', imageName)
    .where('images.deleted_at', 'is', null)
    .executeTakeFirst()
}

/** Those of the images that are there and not in the trash, in the order of the names, each once. */
export async function findImages(db: Queryable, imageNames: readonly string[], viewerId: string): Promise<ImageRecord[]> {
  const found = await selectImageRecords(db, viewerId)
    .where('images.image_name', 'in', valuesOf(imageNames))
    .where('images.deleted_at', 'is', null)
    .execute()
  return inOrderOf(imageNames, found)
}

/** Those of the images that are in the trash, in the order of the names, each once. */
export async function findTrashedImages(db: Queryable, imageNames: readonly string[], viewerId: string): Promise<ImageRecord[]> {
  const found = await selectImageRecords(db, viewerId)
    .where('images.image_name', 'in', valuesOf(imageNames))
    .where('images.deleted_at', 'is not', null)
    .execute()
  return inOrderOf(imageNames, found)
}

/** Metadata of an image as JSON text; null when it has none. */
export async function findImageMetadata(db: Queryable, imageName: string): Promise<string | null> {
  const row = await db
    .selectFrom('images')
    .innerJoin('image_metadata', 'image_metadata.image_id', 'images.id')
    .select('metadata')
    .where('image_name', '=', imageName)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row?.metadata ?? null
}

/** What may change of an image. */
export interface ImageChanges extends ShelfGrounds {
  readonly session_id?: string | null
  readonly starred?: boolean
  readonly user_id?: string
}

/** Changes an image that is not in the trash; what is left out stays. */
export async function updateImage(db: Queryable, imageName: string, changes: ImageChanges): Promise<void> {
  await db
    .updateTable('images')
    .set({ ...changes, shelf: shelfOf(changes), updated_at: NOW })
    .where('image_name', '=', imageName)
    .where('deleted_at', 'is', null)
    .execute()
}

/** Gives or takes the star; answers those of the images that had it otherwise. */
export async function starImages(tx: Tx<never>, imageNames: readonly string[], starred: boolean): Promise<ChangedImage[]> {
  return tx
    .updateTable('images')
    .set({ starred, updated_at: NOW })
    .where('image_name', 'in', valuesOf(imageNames))
    .where('deleted_at', 'is', null)
    .where('starred', '=', starred ? 0 : 1)
    .returning(['image_name', 'user_id', 'board_id'])
    .execute()
}

/** Puts the images on a board, or on none; answers those that lay elsewhere, with the board on which they lay. */
export async function moveImages(tx: Tx<never>, imageNames: readonly string[], boardId: string | null): Promise<ChangedImage[]> {
  const moved = await tx
    .selectFrom('images')
    .select(['image_name', 'user_id', 'board_id'])
    .where('image_name', 'in', valuesOf(imageNames))
    .where('deleted_at', 'is', null)
    .where('board_id', 'is not', boardId)
    .execute()
  await tx
    .updateTable('images')
    .set({ board_id: boardId, updated_at: NOW })
    .where('image_name', 'in', valuesOf(moved.map(({ image_name }) => image_name)))
    .execute()
  return moved
}

/**
 * Puts the images into the trash; answers those that were not in it.
 *
 * @param areLost  whether they go because their pictures are gone, and may come back with those
 */
export async function trashImages(
  tx: Tx<never>,
  imageNames: readonly string[],
  { areLost = false }: { readonly areLost?: boolean } = {},
): Promise<ChangedImage[]> {
  return tx
    .updateTable('images')
    .set({ deleted_at: NOW, shelf: 'trash', updated_at: NOW, ...(areLost && { lost_at: NOW }) })
    .where('image_name', 'in', valuesOf(imageNames))
    .where('deleted_at', 'is', null)
    .returning(['image_name', 'user_id', 'board_id'])
    .execute()
}

/** Takes the images out of the trash, with star, metadata and board as they were; answers those that were in it. */
export async function restoreImages(tx: Tx<never>, imageNames: readonly string[]): Promise<ChangedImage[]> {
  return tx
    .updateTable('images')
    .set({ deleted_at: null, lost_at: null, shelf: shelfOf({}), updated_at: NOW })
    .where('image_name', 'in', valuesOf(imageNames))
    .where('deleted_at', 'is not', null)
    .returning(['image_name', 'user_id', 'board_id'])
    .execute()
}

/**
 * Removes the images for good, in the trash or not, or only those that are in it, and notes that their files are to go. Delete the files once this is stored,
 * then `forgetFileRemovals`; a start does what a death left undone.
 */
export async function purgeImages(
  tx: Tx<never>,
  imageNames: readonly string[],
  { inTrash = false }: { readonly inTrash?: boolean } = {},
): Promise<ImageFileName[]> {
  const doomed = tx.deleteFrom('images').where('image_name', 'in', valuesOf(imageNames))
  const purged = await (inTrash ? doomed.where('deleted_at', 'is not', null) : doomed)
    .returning(['image_name', 'image_subfolder'])
    .execute()
  await tx
    .insertInto('file_removals')
    .columns(['image_name', 'image_subfolder'])
    .expression(
      sql`select value ->> 'image_name', value ->> 'image_subfolder' from json_each(${JSON.stringify(purged)}) where true
      on conflict do nothing`,
    )
    .execute()
  return purged
}

/** Where the files of an image lie below the folder of images. */
export interface ImageFileName {
  readonly image_name: string
  readonly image_subfolder: string
}

/** Where the files of all images lie, those in the trash too, in order. */
export async function listImagePlaces(db: Queryable): Promise<(ImageFileName & { readonly deleted_at: string | null })[]> {
  return db.selectFrom('images').select(['image_name', 'image_subfolder', 'deleted_at']).orderBy('image_name').execute()
}

/** Where the files of the newest images lie that are not in the trash. */
export async function listNewestPlaces(db: Queryable, limit: number): Promise<ImageFileName[]> {
  return db
    .selectFrom('images')
    .select(['image_name', 'image_subfolder'])
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Where the files of images would lie that are in the trash because their pictures were gone. */
export async function listLostPlaces(db: Queryable): Promise<ImageFileName[]> {
  // a comparison, by which the index is searched
  return db.selectFrom('images').select(['image_name', 'image_subfolder']).where('lost_at', '>', '').execute()
}

/** How many images each list has, from the counts that triggers keep. */
export async function countShelves(db: Queryable): Promise<{ shelf: Shelf; images: number }[]> {
  return db
    .selectFrom('image_counts')
    .select(['shelf', (count) => count.fn.sum<number>('images').as('images')])
    .groupBy('shelf')
    .orderBy('shelf')
    .execute()
}

/** Images whose rows are gone and whose files may not be. */
export async function listFileRemovals(db: Queryable): Promise<ImageFileName[]> {
  return db.selectFrom('file_removals').selectAll().execute()
}

/** Notes that the files of these images are gone. */
export async function forgetFileRemovals(db: Queryable, imageNames: readonly string[]): Promise<void> {
  await db.deleteFrom('file_removals').where('image_name', 'in', valuesOf(imageNames)).execute()
}

/** Those of the names that no image bears, not even in the trash. */
export async function findUnknownImages(db: Queryable, imageNames: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    select value from json_each(${JSON.stringify(imageNames)}) where value not in (select image_name from images)`.execute(db)
  return rows.map(({ value }) => value)
}

/**
 * Names of images that went into the trash before a moment, the oldest first.
 *
 * @param before  as times are stored
 */
export async function listExpiredTrash(db: Queryable, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('images')
    .select('image_name')
    .where('deleted_at', '<', before)
    .orderBy('deleted_at')
    .limit(limit)
    .execute()
  return rows.map(({ image_name }) => image_name)
}

/** Names of images of an owner that went into the trash before a moment, the oldest first. */
export async function listTrashOf(db: Queryable, userId: string, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('images')
    .select('image_name')
    .where('user_id', '=', userId)
    .where('deleted_at', '<=', before)
    .orderBy('deleted_at')
    .limit(limit)
    .execute()
  return rows.map(({ image_name }) => image_name)
}

/** Where files lie of which nobody knows how large they are. */
export async function listUnmeasured(db: Queryable, limit: number): Promise<ImageFileName[]> {
  return db
    .selectFrom('images')
    .select(['image_name', 'image_subfolder'])
    .where('size_bytes', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Notes how large the files of images are. */
export async function noteSizes(
  db: Queryable,
  sizes: readonly { readonly image_name: string; readonly size_bytes: number }[],
): Promise<void> {
  const measured = sql`(select value ->> 'image_name' as name, value ->> 'size_bytes' as size from json_each(${JSON.stringify(sizes)}))`
  await sql`update images set size_bytes = size from ${measured} as measured where image_name = name`.execute(db)
}

function inOrderOf(imageNames: readonly string[], found: readonly ImageRecord[]): ImageRecord[] {
  const byName = new Map(found.map((image) => [image.image_name, image]))
  return [...new Set(imageNames)].flatMap((name) => byName.get(name) ?? [])
}
