import { randomUUID } from 'node:crypto'
import { setImmediate as letOthersIn } from 'node:timers/promises'
import {
  type Actor,
  AppError,
  type ContentOwner,
  missingError,
  SYSTEM_ACTOR,
  SYSTEM_USER_ID,
  type Transfer,
  type TransferRequest,
  type TransferResult,
} from '@bottega/contracts'
import { type Queryable, type Tx, transaction } from '../../data/database.ts'
import { findDeletedAccounts } from '../../data/repositories/audit.ts'
import { findBoard, findBoardIds } from '../../data/repositories/boards.ts'
import { expireBulkDownloads } from '../../data/repositories/bulk-downloads.ts'
import { listErasures } from '../../data/repositories/erasures.ts'
import { listSystemPrompts } from '../../data/repositories/system-prompts.ts'
import {
  type ContentCounts,
  type ContentSelection,
  clearSince,
  countContentByOwner,
  countContentImages,
  countNeighbours,
  countNotedNeighbours,
  createTransfer,
  findTransfer,
  forgetNotes,
  giveBackImages,
  giveBackThings,
  handOverImages,
  handOverThings,
  type ListedTransfer,
  listContentIds,
  listReturnable,
  listTransfers,
  listUnfinishedTransfers,
  noteNeighbours,
  noteSharing,
  ownsContent,
  type TransferRecord,
  updateTransfer,
} from '../../data/repositories/transfers.ts'
import { findUser, findUserByEmail, listUsers } from '../../data/repositories/users.ts'
import type { TransferredKind } from '../../data/tables.ts'
import { formatTime, presentTime } from '../../data/time.ts'
import { canUseBoard } from '../../policies/boards.ts'
import { canHandOver } from '../../policies/scopes.ts'
import type { App, ServerEvent } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { FIRST_SYSTEM_PROMPTS } from '../library/default-presets.ts'
import { noteForeignHand } from './account-notices.ts'

/*
 * A hand-over: its row, boards and everything but images go in one transaction, the images after it in many small ones, so that
 * others are not kept waiting. The row says how far it is:
 *
 *   moving    the rest of the images still has to go; after a death the next start goes on
 *   done      all have gone
 *   undoing   somebody has taken it back, be it before it was done; images go back in small transactions too
 *   undone    all that was still there and still the receiver's went back
 *
 * Images of others stay theirs. Those that lay on a board when it was handed over stay there; what came since, from others than the
 * giver, is taken off when the board goes back, and what was granted, changed and linked since ends. What it goes by is noted when it
 * begins, and no clock is asked: one may step. Images that go back leave the receiver's boards. Archives of whoever gives something
 * away cannot be fetched any more. Giver and receiver are told, both times.
 */

type Deps = Pick<App, 'db'>

/**
 * Images of one transaction. 200,000 take 9 s, back 3 s, and others wait for 20 to 60 ms at a time (two cores, busy). Pictures of
 * others on the boards go in the first transaction with these: 100,000 that are noted take 0.3 s, and as many that are taken off 1.8 s.
 */
const AT_ONCE = 500

/**
 * Hands content over to another account; a trial counts what would move, and changes and records nothing.
 *
 * @param actor  who has it done; nobody for a command, which whoever has the root's files may run
 * @throws AppError `user_not_found`, `board_not_found`, `private_work_closed`, `erasure_under_way`
 */
export async function transferContent(
  { db }: Deps,
  request: TransferRequest,
  doer: Doer,
  actor?: Actor,
): Promise<TransferResult> {
  if (actor !== undefined && !canHandOver(actor, request)) throw new AppError('private_work_closed')
  if (request.dry_run) {
    // a transaction, so that all is counted at one moment
    const counts = await transaction(db, async (tx) => {
      await checkRequest(tx, request)
      const selection = selectionOf(request)
      return countContent(tx, selection, await listMeant(tx, selection))
    })
    return { id: null, dry_run: true, videos: 0, ...counts }
  }
  const { transfer_id } = await transaction(db, async (tx) => {
    await checkRequest(tx, request)
    return beginTransfer(tx, request, doer)
  })
  return finishTransfer(db, transfer_id)
}

/** Ends a hand-over of the same that a death has cut short; undefined where there is none. */
export async function resumeTransfer({ db }: Deps, request: TransferRequest): Promise<TransferResult | undefined> {
  const { userId, boardId = null, createdFrom = null, createdTo = null } = selectionOf(request)
  const { items } = await listTransfers(db, SYSTEM_USER_ID, { offset: 0, limit: -1 })
  const found = items.find(
    ({ state, from_user_id, to_user_id, board_id, created_from, created_to }) =>
      state === 'moving' &&
      [from_user_id, to_user_id, board_id, created_from, created_to].join() ===
        [userId, request.to_user_id, boardId, createdFrom, createdTo].join(),
  )
  return found && finishTransfer(db, found.transfer_id)
}

/**
 * Takes a hand-over back: what is still there and still belongs to its receiver. Of one that is taken back already the rest goes back,
 * should a death have cut that short. To themselves nobody takes back what its receiver has changed since and they may not look at.
 *
 * @param actor  who has it done; nobody for a command, which whoever has the root's files may run
 * @throws AppError `transfer_not_found`, `transfer_already_undone`, `erasure_under_way`
 */
export async function undoTransfer({ db }: Deps, transferId: string, doer: Doer, actor?: Actor): Promise<TransferResult> {
  if ((await findTransfer(db, transferId))?.state === 'undoing') await giveBack(db, transferId)
  const counts = await transaction(db, async (tx) => {
    const transfer = await findTransfer(tx, transferId)
    if (transfer === undefined) throw new AppError('transfer_not_found', { transferId })
    if (transfer.state === 'undoing' || transfer.state === 'undone') throw new AppError('transfer_already_undone', { transferId })
    await refuseErasure(tx, transfer.from_user_id, transfer.to_user_id)
    await updateTransfer(tx, transferId, { state: 'undoing', undone_at: formatTime(new Date()) })
    await expireBulkDownloads(tx, transfer.to_user_id)
    const { from_user_id, to_user_id } = transfer
    // a way back is a hand-over the other way
    const unchangedOnly = actor !== undefined && !canHandOver(actor, { from_user_id: to_user_id, to_user_id: from_user_id })
    const back = await ofEachKind((kind) => listReturnable(tx, transfer, kind, { unchangedOnly }))
    const others_images = await clearSince(tx, transfer, back.board)
    await ofEachKind((kind) => giveBackThings(tx, transfer, kind, back[kind]))
    const returned = { ...countsOf(await ofEachKind(async (kind) => back[kind].length)), others_images }
    await recordAudit(tx, doer, {
      action: 'content_transferred',
      target: { type: 'transfer', id: transferId },
      // its images are still on their way
      details: { undo: true, from_user_id, to_user_id, ...returned },
    })
    await noteForeignHand(tx, from_user_id, doer, 'hand_back')
    await noteForeignHand(tx, to_user_id, doer, 'returned')
    return returned
  })
  const images = await giveBack(db, transferId)
  return { id: transferId, dry_run: false, videos: 0, ...counts, images }
}

/**
 * The account that is meant by an address, or by the id of one that is gone and has left something.
 *
 * @throws AppError `account_unknown`
 */
export async function findGiver({ db }: Deps, addressOrId: string): Promise<string> {
  const user = await findUserByEmail(db, addressOrId)
  if (user !== undefined) return user.user_id
  if (await ownsContent(db, addressOrId)) return addressOrId
  throw new AppError('account_unknown', { email: addressOrId })
}

/**
 * The board of an account that is meant by its id or its name.
 *
 * @throws AppError `board_name_ambiguous`; what is no board is answered as it is
 */
export async function findBoardOf({ db }: Deps, userId: string, idOrName: string): Promise<string> {
  const ids = await findBoardIds(db, userId, idOrName)
  if (ids.length > 1) throw new AppError('board_name_ambiguous', { boardName: idOrName })
  return ids[0] ?? idOrName
}

/** Goes on with the hand-overs that a death has cut short, forward or back. */
export async function finishTransfers({ db }: Deps, signal?: AbortSignal): Promise<void> {
  for (const transferId of await listUnfinishedTransfers(db)) {
    if (signal?.aborted) return
    await finishTransfer(db, transferId)
    await giveBack(db, transferId)
  }
}

/**
 * A page of what has been handed over, the latest first. Boards are named that the actor may see.
 *
 * @param actor  who asks; nobody for a command, which whoever has the root's files may run
 */
export async function showTransfers(
  { db }: Deps,
  page: { readonly offset: number; readonly limit: number },
  actor: Actor = SYSTEM_ACTOR,
) {
  const { items, total } = await listTransfers(db, actor.userId, page)
  return { items: items.map((transfer) => presentTransfer(transfer, actor)), ...page, total }
}

function presentTransfer(transfer: ListedTransfer, actor: Actor): Transfer {
  const { transfer_id, last_image_id, returned_images, board_name, board_user_id, board_visibility, viewer_permission, ...rest } =
    transfer
  const mayName =
    board_user_id !== null &&
    board_visibility !== null &&
    canUseBoard(actor, 'read', { user_id: board_user_id, board_visibility, viewer_permission }) === 'allowed'
  return {
    ...rest,
    id: transfer_id,
    board_name: mayName ? board_name : null,
    created_from: presentTime(transfer.created_from),
    created_to: presentTime(transfer.created_to),
    created_at: presentTime(transfer.created_at),
    undone_at: presentTime(transfer.undone_at),
  }
}

/** Everybody to whom something belongs, people first; of those who are gone what the audit log remembers. */
export async function showContentOwners({ db }: Deps): Promise<ContentOwner[]> {
  const [counts, users] = [await countContentByOwner(db), await listUsers(db)]
  const known = new Map(users.map((user) => [user.user_id, user]))
  const isGone = (id: string) => id !== SYSTEM_USER_ID && !known.has(id)
  const gone = await findDeletedAccounts(db, counts.map(({ user_id }) => user_id).filter(isGone))
  return counts.map((owner) => {
    const { user_id } = owner
    const user = known.get(user_id)
    const { email, display_name } = user ?? gone.get(user_id) ?? { email: null, display_name: null }
    const state = user_id === SYSTEM_USER_ID ? 'system' : user === undefined ? 'deleted' : user.is_active ? 'active' : 'disabled'
    return { ...owner, email, display_name, state }
  })
}

/**
 * Stores that a hand-over has begun, with everything but its images; `finishTransfer` moves those. For the transaction of what it
 * is a part of.
 */
export async function beginTransfer(
  tx: Tx<ServerEvent>,
  request: Omit<TransferRequest, 'dry_run'>,
  doer: Doer,
): Promise<TransferRecord> {
  const selection = selectionOf(request)
  const { from_user_id, to_user_id } = request
  const transfer = await createTransfer(tx, {
    transfer_id: randomUUID(),
    from_user_id,
    to_user_id,
    board_id: selection.boardId ?? null,
    created_from: selection.createdFrom ?? null,
    created_to: selection.createdTo ?? null,
    begun_by: doer.userId,
  })
  const meant = await listMeant(tx, selection)
  const counts = await countContent(tx, selection, meant)
  await noteNeighbours(tx, transfer, meant.board)
  await noteSharing(tx, transfer, meant.board)
  await ofEachKind((kind) => handOverThings(tx, transfer, kind, meant[kind]))
  await expireBulkDownloads(tx, from_user_id)
  const { board_id } = transfer
  await recordAudit(tx, doer, {
    action: 'content_transferred',
    target: { type: 'transfer', id: transfer.transfer_id },
    details: { from_user_id, to_user_id, ...(board_id !== null && { board_id }), ...counts },
  })
  await noteForeignHand(tx, from_user_id, doer, 'hand_over')
  await noteForeignHand(tx, to_user_id, doer, 'received')
  return transfer
}

/** Moves the images of a hand-over that has begun, unless somebody takes it back meanwhile; answers how much has moved. */
export async function finishTransfer(db: App['db'], transferId: string): Promise<TransferResult> {
  for (;;) {
    const transfer = await transaction(db, async (tx) => {
      const found = await requireTransfer(tx, transferId)
      if (found.state !== 'moving') return found
      const moved = await handOverImages(tx, found, AT_ONCE)
      if (moved < AT_ONCE) {
        await updateTransfer(tx, transferId, { state: 'done' })
        // once more: what was packed meanwhile may hold what had not gone yet
        await expireBulkDownloads(tx, found.from_user_id)
      }
      return requireTransfer(tx, transferId)
    })
    const { boards, images, workflows, style_presets, system_prompts, state } = transfer
    if (state !== 'moving') {
      const others_images = await countNotedNeighbours(db, transferId)
      return {
        id: transferId,
        dry_run: false,
        videos: 0,
        boards,
        images,
        workflows,
        style_presets,
        system_prompts,
        others_images,
      }
    }
    await letOthersIn()
  }
}

/** Gives back the images of a hand-over that is being taken back; answers how many have gone back, whoever gave them. */
async function giveBack(db: App['db'], transferId: string): Promise<number> {
  for (;;) {
    const { state, returned_images } = await transaction(db, async (tx) => {
      const transfer = await requireTransfer(tx, transferId)
      if (transfer.state !== 'undoing') return transfer
      const isOver =
        (await giveBackImages(tx, transfer, AT_ONCE)) < AT_ONCE && (await forgetNotes(tx, transferId, AT_ONCE)) < AT_ONCE
      if (isOver) {
        await updateTransfer(tx, transferId, { state: 'undone' })
        await expireBulkDownloads(tx, transfer.to_user_id)
      }
      return requireTransfer(tx, transferId)
    })
    if (state !== 'undoing') return returned_images
    await letOthersIn()
  }
}

async function checkRequest(tx: Tx<ServerEvent>, { from_user_id, to_user_id, board_id }: TransferRequest): Promise<void> {
  const owner = (await findUser(tx, from_user_id)) ?? (await ownsContent(tx, from_user_id))
  if (!owner) throw missingError('user', from_user_id)
  await refuseErasure(tx, from_user_id)
  if ((await findUser(tx, to_user_id)) === undefined) throw missingError('user', to_user_id)
  if (board_id == null) return
  const board = await findBoard(tx, board_id, from_user_id)
  if (board?.user_id !== from_user_id) throw missingError('board', board_id)
}

/** What is being erased goes with its files, whoever it belongs to by then. */
async function refuseErasure(tx: Tx<ServerEvent>, ...userIds: readonly string[]): Promise<void> {
  const userId = (await listErasures(tx)).find((erased) => userIds.includes(erased))
  if (userId !== undefined) throw new AppError('erasure_under_way', { userId })
}

function selectionOf({ from_user_id, board_id, created_from, created_to }: Omit<TransferRequest, 'dry_run'>): ContentSelection {
  return {
    userId: from_user_id,
    ...(board_id != null && { boardId: board_id }),
    ...(created_from != null && { createdFrom: formatTime(new Date(created_from)) }),
    ...(created_to != null && { createdTo: formatTime(new Date(created_to)) }),
  }
}

async function countContent(
  db: Queryable,
  selection: ContentSelection,
  meant: OfEachKind<readonly string[]>,
): Promise<ContentCounts & Pick<TransferResult, 'others_images'>> {
  const counts = await ofEachKind(async (kind) => meant[kind].length)
  const others_images = await countNeighbours(db, selection.userId, meant.board)
  return { ...countsOf(counts), images: await countContentImages(db, selection), others_images }
}

function countsOf({ board, workflow, style_preset, system_prompt }: OfEachKind<number>) {
  return { boards: board, workflows: workflow, style_presets: style_preset, system_prompts: system_prompt }
}

type OfEachKind<Of> = Readonly<Record<TransferredKind, Of>>

/** Does something for each kind of things, one after the other, as a transaction has it. */
async function ofEachKind<Of>(get: (kind: TransferredKind) => Promise<Of>): Promise<OfEachKind<Of>> {
  const [board, workflow] = [await get('board'), await get('workflow')]
  return { board, workflow, style_preset: await get('style_preset'), system_prompt: await get('system_prompt') }
}

/** Ids of the things that go. */
function listMeant(db: Queryable, selection: ContentSelection): Promise<OfEachKind<string[]>> {
  return ofEachKind((kind) => listMeantOf(db, kind, selection))
}

/** The instructions that every root starts with stay with everybody. */
async function listMeantOf(db: Queryable, kind: TransferredKind, selection: ContentSelection): Promise<string[]> {
  const ids = await listContentIds(db, kind, selection)
  if (kind !== 'system_prompt' || selection.userId !== SYSTEM_USER_ID || ids.length === 0) return ids
  const prompts = await listSystemPrompts(db, { kind: 'owner', userId: SYSTEM_USER_ID })
  const came = new Set(prompts.filter(isFirst).map(({ system_prompt_id }) => system_prompt_id))
  return ids.filter((id) => !came.has(id))
}

function isFirst({ name, content }: { readonly name: string; readonly content: string }): boolean {
  return FIRST_SYSTEM_PROMPTS.some((first) => first.name === name && first.content === content)
}

async function requireTransfer(tx: Tx<ServerEvent>, transferId: string): Promise<TransferRecord> {
  const transfer = await findTransfer(tx, transferId)
  if (transfer === undefined) throw new AppError('transfer_not_found', { transferId })
  return transfer
}
