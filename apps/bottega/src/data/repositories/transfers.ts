import { type SelectQueryBuilder, sql } from 'kysely'
import type { Queryable, Tx } from '../database.ts'
import { valuesOf } from '../json.ts'
import type { BoardVisibility, NewRow, Permission, Row, RowChanges, Shelf, Tables, TransferredKind } from '../tables.ts'
import { NOW } from '../time.ts'

/** A hand-over of content from one account to another. */
export type TransferRecord = Row<'transfers'>

/** A hand-over with what there is to say about those whom it names; null for accounts that are gone. */
export interface ListedTransfer extends TransferRecord {
  readonly from_name: string | null
  readonly to_name: string | null
  readonly board_name: string | null
  /** What there is to say about whether somebody may see the board; null where it is gone. */
  readonly board_user_id: string | null
  readonly board_visibility: BoardVisibility | null
  readonly viewer_permission: Permission | null
}

/** Which content of an account is meant: all of it, a board with the account's images on it, or what was made in a span of time. */
export interface ContentSelection {
  readonly userId: string
  readonly boardId?: string | undefined
  /** as times are stored, both inclusive */
  readonly createdFrom?: string | undefined
  readonly createdTo?: string | undefined
}

/** How much content there is of each kind; images in the trash are not counted. */
export type ContentCounts = Pick<TransferRecord, 'boards' | 'images' | 'workflows' | 'style_presets' | 'system_prompts'>

/** The tables of things that are handed over beside images, each with its key and the column of its counts. */
const THINGS = {
  board: { table: 'boards', key: 'board_id' },
  workflow: { table: 'workflows', key: 'workflow_id' },
  style_preset: { table: 'style_presets', key: 'style_preset_id' },
  system_prompt: { table: 'system_prompts', key: 'system_prompt_id' },
} as const satisfies Readonly<Record<TransferredKind, { table: keyof ContentCounts; key: string }>>

/** Ids of the things of one kind that a selection means; those that come with the program belong to nobody. */
export async function listContentIds(
  db: Queryable,
  kind: TransferredKind,
  { userId, boardId, createdFrom, createdTo }: ContentSelection,
): Promise<string[]> {
  if (boardId !== undefined && kind !== 'board') return []
  const { table, key } = THINGS[kind]
  const conditions = [sql`user_id = ${userId}`]
  if (kind === 'workflow') conditions.push(sql`category = 'user'`)
  if (kind === 'style_preset') conditions.push(sql`type = 'user'`)
  // a board that is named goes whenever it was made
  if (boardId !== undefined) conditions.push(sql`board_id = ${boardId}`)
  else {
    if (createdFrom !== undefined) conditions.push(sql`created_at >= ${createdFrom}`)
    if (createdTo !== undefined) conditions.push(sql`created_at <= ${createdTo}`)
  }
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(key)} as id from ${sql.table(table)} where ${sql.join(conditions, sql` and `)} order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** How many images a selection means, without those in the trash. */
export async function countContentImages(db: Queryable, selection: ContentSelection): Promise<number> {
  const { images } = await selectImages(db, selection)
    .where('shelf', '<>', 'trash')
    .select(sql<number>`count(*)`.as('images'))
    .executeTakeFirstOrThrow()
  return images
}

/** What each owner has, by the id of the owner, who may be gone; images in the trash are not counted. */
export async function countContentByOwner(db: Queryable): Promise<(ContentCounts & { readonly user_id: string })[]> {
  const { rows } = await sql<ContentCounts & { readonly user_id: string }>`
    select user_id, sum(boards) as boards, sum(images) as images, sum(workflows) as workflows,
      sum(style_presets) as style_presets, sum(system_prompts) as system_prompts
    from (
      select user_id, 0 as boards, images, 0 as workflows, 0 as style_presets, 0 as system_prompts
        from image_counts where shelf <> 'trash'
      union all select user_id, 1, 0, 0, 0, 0 from boards
      union all select user_id, 0, 0, 1, 0, 0 from workflows where category = 'user'
      union all select user_id, 0, 0, 0, 1, 0 from style_presets where type = 'user'
      union all select user_id, 0, 0, 0, 0, 1 from system_prompts
    ) group by user_id order by user_id`.execute(db)
  return rows
}

/** Whether anything belongs to an account, be it gone; the trash counts. */
export async function ownsContent(db: Queryable, userId: string): Promise<boolean> {
  const { rows } = await sql<{ owns: 0 | 1 }>`
    select exists (select 1 from images where user_id = ${userId}) or exists (select 1 from boards where user_id = ${userId})
      or exists (select 1 from workflows where user_id = ${userId}) or exists (select 1 from style_presets where user_id = ${userId})
      or exists (select 1 from system_prompts where user_id = ${userId}) as owns`.execute(db)
  return rows[0]?.owns === 1
}

/** How many images of others lie on boards of an account; those in the trash are not counted. */
export async function countNeighbours(db: Queryable, userId: string, boardIds: readonly string[]): Promise<number> {
  const { images } = await selectNeighbours(db, userId, boardIds)
    .where('shelf', '<>', 'trash')
    .select(sql<number>`count(*)`.as('images'))
    .executeTakeFirstOrThrow()
  return images
}

/** Remembers which images of others lie on boards that are about to be handed over. */
export async function noteNeighbours(
  tx: Tx<never>,
  { transfer_id, from_user_id }: TransferRecord,
  boardIds: readonly string[],
): Promise<void> {
  const neighbours = selectNeighbours(tx, from_user_id, boardIds).select([sql<string>`${transfer_id}`.as('transfer_id'), 'id'])
  await tx.insertInto('transfer_neighbours').columns(['transfer_id', 'image_id']).expression(neighbours).execute()
}

/** How many images of others lay on the boards of a hand-over, without those that are in the trash by now. */
export async function countNotedNeighbours(db: Queryable, transferId: string): Promise<number> {
  const { images } = await db
    .selectFrom('transfer_neighbours')
    .innerJoin('images', 'images.id', 'transfer_neighbours.image_id')
    .where('transfer_id', '=', transferId)
    .where('shelf', '<>', 'trash')
    .select(sql<number>`count(*)`.as('images'))
    .executeTakeFirstOrThrow()
  return images
}

/** Remembers who may use boards that are about to be handed over, by grants and by links. */
export async function noteSharing(tx: Tx<never>, { transfer_id }: TransferRecord, boardIds: readonly string[]): Promise<void> {
  const boards = valuesOf(boardIds)
  await sql`
    insert into transfer_grants (transfer_id, board_id, user_id, permission)
    select ${transfer_id}, board_id, user_id, permission from board_grants where board_id in ${boards}`.execute(tx)
  await sql`
    insert into transfer_links (transfer_id, link_id)
    select ${transfer_id}, id from board_links where board_id in ${boards}`.execute(tx)
}

/**
 * Takes off boards of a hand-over, which are about to go back, what others than the giver have put there since, and ends what was
 * granted, raised, lowered or linked since: that was for the account that gives them back.
 *
 * @returns how many images that were, without those in the trash
 */
export async function clearSince(
  tx: Tx<never>,
  { transfer_id, from_user_id }: TransferRecord,
  boardIds: readonly string[],
): Promise<number> {
  const boards = valuesOf(boardIds)
  const { rows } = await sql<{ shelf: Shelf }>`
    update images set board_id = null, updated_at = ${NOW}
    where board_id in ${boards} and user_id <> ${from_user_id}
      and not exists (select 1 from transfer_images where transfer_id = ${transfer_id} and image_id = images.id)
      and not exists (select 1 from transfer_neighbours where transfer_id = ${transfer_id} and image_id = images.id)
    returning shelf`.execute(tx)
  await sql`
    delete from board_grants where board_id in ${boards} and not exists (
      select 1 from transfer_grants as noted where noted.transfer_id = ${transfer_id} and noted.board_id = board_grants.board_id
        and noted.user_id = board_grants.user_id and noted.permission = board_grants.permission)`.execute(tx)
  await sql`
    delete from board_links where board_id in ${boards}
      and id not in (select link_id from transfer_links where transfer_id = ${transfer_id})`.execute(tx)
  return rows.filter(({ shelf }) => shelf !== 'trash').length
}

/** Stores that a hand-over has begun; it takes the images that are there by now. */
export async function createTransfer(
  tx: Tx<never>,
  transfer: Omit<NewRow<'transfers'>, 'last_image_id'>,
): Promise<TransferRecord> {
  return tx
    .insertInto('transfers')
    .values({ ...transfer, last_image_id: sql<number>`(select coalesce(max(id), 0) from images)` })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A hand-over by its id. */
export async function findTransfer(db: Queryable, transferId: string): Promise<TransferRecord | undefined> {
  return db.selectFrom('transfers').selectAll().where('transfer_id', '=', transferId).executeTakeFirst()
}

/** Ids of the hand-overs that are under way, or that a death has cut short. */
export async function listUnfinishedTransfers(db: Queryable): Promise<string[]> {
  const rows = await db
    .selectFrom('transfers')
    .select('transfer_id')
    .where(sql<boolean>`state in ('moving', 'undoing')`)
    .orderBy('created_at')
    .execute()
  return rows.map(({ transfer_id }) => transfer_id)
}

/** Whether content is on its way to an account or from it. */
export async function isInTransfer(db: Queryable, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('transfers')
    .select('transfer_id')
    .where(sql<boolean>`state in ('moving', 'undoing')`)
    .where((eb) => eb.or([eb('from_user_id', '=', userId), eb('to_user_id', '=', userId)]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** A page of all hand-overs, the latest first, and how many there are. @param viewerId  whose grants are told */
export async function listTransfers(
  db: Queryable,
  viewerId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly ListedTransfer[]; readonly total: number }> {
  const items = await db
    .selectFrom('transfers')
    .leftJoin('users as giver', 'giver.user_id', 'transfers.from_user_id')
    .leftJoin('users as taker', 'taker.user_id', 'transfers.to_user_id')
    .leftJoin('boards', 'boards.board_id', 'transfers.board_id')
    .leftJoin('board_grants', (join) =>
      join.onRef('board_grants.board_id', '=', 'boards.board_id').on('board_grants.user_id', '=', viewerId),
    )
    .selectAll('transfers')
    .select([
      sql<string | null>`coalesce(giver.display_name, giver.email)`.as('from_name'),
      sql<string | null>`coalesce(taker.display_name, taker.email)`.as('to_name'),
      'boards.board_name',
      'boards.user_id as board_user_id',
      'boards.board_visibility',
      'board_grants.permission as viewer_permission',
    ])
    .orderBy('transfers.created_at', 'desc')
    .orderBy('transfers.transfer_id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await db.selectFrom('transfers').select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
  return { items, total }
}

/** Changes a hand-over; what is left out stays. */
export async function updateTransfer(
  tx: Tx<never>,
  transferId: string,
  changes: Pick<RowChanges<'transfers'>, 'state' | 'undone_at'>,
): Promise<void> {
  await tx.updateTable('transfers').set(changes).where('transfer_id', '=', transferId).execute()
}

/** Gives things of one kind to the account that a hand-over is for, and remembers them. */
export async function handOverThings(
  tx: Tx<never>,
  { transfer_id, to_user_id }: TransferRecord,
  kind: TransferredKind,
  ids: readonly string[],
): Promise<void> {
  const { table, key } = THINGS[kind]
  await sql`
    insert into transfer_things (transfer_id, kind, thing_id, updated_at, visibility)
    select ${transfer_id}, ${kind}, ${sql.ref(key)}, updated_at, ${kind === 'board' ? sql.ref('board_visibility') : null} from ${sql.table(table)} where ${sql.ref(key)} in ${valuesOf(ids)}`.execute(
    tx,
  )
  await sql`update ${sql.table(table)} set user_id = ${to_user_id} where ${sql.ref(key)} in ${valuesOf(ids)}`.execute(tx)
  await sql`update transfers set ${sql.ref(table)} = ${ids.length} where transfer_id = ${transfer_id}`.execute(tx)
}

/**
 * Gives some more images to the account that a hand-over is for, those in the trash too, and remembers them.
 *
 * @returns how many those were; fewer than `limit` when none is left
 */
export async function handOverImages(tx: Tx<never>, transfer: TransferRecord, limit: number): Promise<number> {
  const { transfer_id, from_user_id, to_user_id, board_id, created_from, created_to, last_image_id } = transfer
  const selection = {
    userId: from_user_id,
    boardId: board_id ?? undefined,
    createdFrom: created_from ?? undefined,
    createdTo: created_to ?? undefined,
  }
  const next = selectImages(tx, selection).where('id', '<=', last_image_id).select('id').limit(limit)
  const moved = await tx
    .updateTable('images')
    .set({ user_id: to_user_id })
    .where('id', 'in', next)
    .returning(['id', 'shelf'])
    .execute()
  await sql`
    insert into transfer_images (transfer_id, image_id, board_id)
    select ${transfer_id}, id, board_id from images where id in ${valuesOf(moved.map(({ id }) => id))}`.execute(tx)
  const shown = moved.filter(({ shelf }) => shelf !== 'trash').length
  await sql`update transfers set images = images + ${shown} where transfer_id = ${transfer_id}`.execute(tx)
  return moved.length
}

/**
 * Ids of the things of one kind that can go back: they still belong to the account that got them.
 *
 * @param unchangedOnly  without those that were changed since they went
 */
export async function listReturnable(
  tx: Tx<never>,
  { transfer_id, to_user_id }: TransferRecord,
  kind: TransferredKind,
  { unchangedOnly }: { readonly unchangedOnly: boolean },
): Promise<string[]> {
  const { table, key } = THINGS[kind]
  const { rows } = await sql<{ thing_id: string }>`
    select thing_id from transfer_things as noted join ${sql.table(table)} as given on given.${sql.ref(key)} = noted.thing_id
    where transfer_id = ${transfer_id} and kind = ${kind} and given.user_id = ${to_user_id}
      and (${unchangedOnly ? 0 : 1} or noted.updated_at = given.updated_at)`.execute(tx)
  return rows.map(({ thing_id }) => thing_id)
}

/** Gives things of one kind back to whom a hand-over took them from. A board that was shown to more people since is not any more. */
export async function giveBackThings(
  tx: Tx<never>,
  { transfer_id, from_user_id }: TransferRecord,
  kind: TransferredKind,
  ids: readonly string[],
): Promise<void> {
  const { table, key } = THINGS[kind]
  if (kind === 'board') {
    await sql`
      update boards set board_visibility = noted.visibility from transfer_things as noted
      where noted.transfer_id = ${transfer_id} and noted.kind = 'board' and noted.thing_id = boards.board_id
        and boards.board_id in ${valuesOf(ids)}
        and (boards.board_visibility = 'public' and noted.visibility <> 'public'
          or boards.board_visibility = 'shared' and noted.visibility = 'private')`.execute(tx)
  }
  await sql`update ${sql.table(table)} set user_id = ${from_user_id} where ${sql.ref(key)} in ${valuesOf(ids)}`.execute(tx)
}

/**
 * Gives some more images back that still belong to the account that got them, and forgets them. They stay on boards of the giver, and
 * where the giver had put them among others; from anywhere else they return to the giver's board on which they lay, or to none.
 *
 * @returns how many were looked at; fewer than `limit` when none is left
 */
export async function giveBackImages(
  tx: Tx<never>,
  { transfer_id, from_user_id, to_user_id }: TransferRecord,
  limit: number,
): Promise<number> {
  const given = await tx
    .selectFrom('transfer_images')
    .select('image_id')
    .where('transfer_id', '=', transfer_id)
    .orderBy('image_id')
    .limit(limit)
    .execute()
  const ids = valuesOf(given.map(({ image_id }) => image_id))
  const isGivers = (board: string) =>
    sql`exists (select 1 from boards where board_id = ${sql.ref(board)} and user_id = ${from_user_id})`
  // by the ids, of which there are few, not through all that the account has
  const { rows } = await sql<{ shelf: Shelf }>`
    update images set user_id = ${from_user_id}, board_id = case
      when images.board_id is null or ${isGivers('images.board_id')} then images.board_id
      when ${isGivers('noted.board_id')} then noted.board_id
      when images.board_id = noted.board_id and not exists (
        select 1 from transfer_things where transfer_id = ${transfer_id} and kind = 'board' and thing_id = noted.board_id
      ) then images.board_id
    end
    from transfer_images as noted
    where noted.transfer_id = ${transfer_id} and noted.image_id = images.id and images.id in ${ids}
      and +images.user_id = ${to_user_id}
    returning shelf`.execute(tx)
  await tx.deleteFrom('transfer_images').where('transfer_id', '=', transfer_id).where('image_id', 'in', ids).execute()
  const returned = rows.filter(({ shelf }) => shelf !== 'trash').length
  await sql`update transfers set returned_images = returned_images + ${returned} where transfer_id = ${transfer_id}`.execute(tx)
  return given.length
}

/**
 * Forgets some more of what a hand-over remembers beside its images, for it does not come back again.
 *
 * @returns how much was forgotten; less than `limit` when nothing is left
 */
export async function forgetNotes(tx: Tx<never>, transferId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from transfer_neighbours where transfer_id = ${transferId} and image_id in (
      select image_id from transfer_neighbours where transfer_id = ${transferId} order by image_id limit ${limit})`.execute(tx)
  const forgotten = Number(numAffectedRows ?? 0)
  if (forgotten < limit) {
    for (const table of ['transfer_things', 'transfer_grants', 'transfer_links'] as const) {
      await tx.deleteFrom(table).where('transfer_id', '=', transferId).execute()
    }
  }
  return forgotten
}

function selectNeighbours(db: Queryable, userId: string, boardIds: readonly string[]) {
  return db
    .selectFrom('images')
    .where('images.board_id', 'in', valuesOf(boardIds))
    .where(sql<boolean>`+images.user_id <> ${userId}`)
}

function selectImages(
  db: Queryable,
  { userId, boardId, createdFrom, createdTo }: ContentSelection,
): SelectQueryBuilder<Tables, 'images', object> {
  let query: SelectQueryBuilder<Tables, 'images', object> = db.selectFrom('images').where('images.user_id', '=', userId)
  if (boardId !== undefined) query = query.where('images.board_id', '=', boardId)
  if (createdFrom !== undefined) query = query.where('images.created_at', '>=', createdFrom)
  if (createdTo !== undefined) query = query.where('images.created_at', '<=', createdTo)
  return query
}
