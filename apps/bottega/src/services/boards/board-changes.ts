import { NO_BOARD, SYSTEM_USER_ID } from '@bottega/contracts'
import type { AskingSocket } from '../../auth/asking-socket.ts'
import type { BoardNote } from '../../data/board-notes.ts'
import type { BoardViewer } from '../../data/repositories/boards.ts'
import { type NewsForSome, type SocketEvent, serverEvent } from '../../events/server-event.ts'

/** What one page, or others than pages, have made of a board since it was told last. */
export interface BoardChange {
  /** null for what lies on no board */
  readonly boardId: string | null
  /** The page that did it. */
  readonly asker: AskingSocket | undefined
  readonly kinds: Set<BoardNote['what']>
  /** Accounts that could see the board before. */
  readonly formerViewers: Set<string>
  readonly imageOwners: Set<string>
  /** Everybody could see it before. */
  wasOpen: boolean
}

/** Changes that were not told yet, by board and page. */
export type BoardChanges = Map<string, BoardChange>

/** Adds a note to the changes. */
export function gatherNote(changes: BoardChanges, note: BoardNote, asker: AskingSocket | undefined): void {
  const key = JSON.stringify([note.boardId, asker?.socketId])
  const change = changes.get(key) ?? {
    boardId: note.boardId,
    asker,
    kinds: new Set(),
    formerViewers: new Set(),
    imageOwners: new Set(),
    wasOpen: false,
  }
  changes.set(key, change)
  change.kinds.add(note.what)
  const isOfImages = note.what === 'added' || note.what === 'images'
  const people = isOfImages ? change.imageOwners : change.formerViewers
  people.add(note.userId)
  if (note.wasOpen) change.wasOpen = true
}

/**
 * Says what is told to whom. An account hears of the boards that it sees now or saw before the change; of own images on others, as of
 * images on no board; of nothing else. All who see the same of it are told at once.
 *
 * @param viewers  who sees the boards now
 */
export function describeNews(changes: BoardChanges, viewers: readonly BoardViewer[]): NewsForSome['payload'][] {
  const all = [...changes.values()]
  const askers = new Set(all.map(({ asker }) => asker?.socketId))
  return [...askers].flatMap((socketId) => {
    const ofOne = all.filter(({ asker }) => asker?.socketId === socketId)
    const sights = ofOne.map((change) => describeSight(change, viewers))
    return [
      ...tellEach(
        sights.filter(({ isOfBoard }) => isOfBoard),
        'boards_changed',
      ),
      ...tellEach(
        sights.filter(({ isOfImages }) => isOfImages),
        'gallery_changed',
      ),
    ]
  })
}

/** What administrators hear who look at everyone's work: that it is another now, and nothing of whose. */
export function describeForOverseers(changes: BoardChanges): SocketEvent {
  const kinds = new Set([...changes.values()].flatMap((change) => [...change.kinds]))
  return serverEvent('everyones_work_changed', {
    of_images: [...kinds].some((kind) => kind !== 'board'),
    only_added: [...kinds].every((kind) => kind === 'added'),
  })
}

interface Sight {
  readonly change: BoardChange
  readonly isOfBoard: boolean
  readonly isOfImages: boolean
  readonly isOpen: boolean
  readonly viewers: ReadonlySet<string>
}

function describeSight(change: BoardChange, all: readonly BoardViewer[]): Sight {
  const { boardId, kinds, formerViewers, wasOpen } = change
  const viewers = all.filter(({ board_id }) => board_id === boardId).map(({ user_id }) => user_id)
  return {
    change,
    isOfBoard: kinds.has('board') || kinds.has('sight'),
    // who may see a board sees its images
    isOfImages: kinds.has('added') || kinds.has('images') || kinds.has('sight'),
    isOpen: wasOpen || viewers.includes(null),
    viewers: new Set([...formerViewers, ...viewers.filter((userId) => userId !== null)]),
  }
}

/** Under which name an account hears of it; undefined for nothing. */
function nameFor({ change: { boardId, imageOwners }, isOpen, viewers }: Sight, userId: string): string | undefined {
  // without accounts everything is everybody's
  const sees = isOpen || viewers.has(userId) || userId === SYSTEM_USER_ID
  if (boardId !== null && sees) return boardId
  return imageOwners.has(userId) || userId === SYSTEM_USER_ID ? NO_BOARD : undefined
}

function tellEach(sights: readonly Sight[], name: 'boards_changed' | 'gallery_changed'): NewsForSome['payload'][] {
  const named = new Set(sights.flatMap(({ change, viewers }) => [...viewers, ...change.imageOwners, SYSTEM_USER_ID]))
  const listeners = new Map<string, { readonly event: SocketEvent; readonly userIds: Set<string> }>()
  for (const userId of named) {
    const heard = sights.filter((sight) => nameFor(sight, userId) !== undefined)
    if (heard.length === 0) continue
    const event = describeEvent(
      name,
      heard.flatMap((sight) => nameFor(sight, userId) ?? []),
      heard,
    )
    const key = JSON.stringify(event)
    const same = listeners.get(key)
    if (same === undefined) listeners.set(key, { event, userIds: new Set([userId]) })
    else same.userIds.add(userId)
  }
  const except = sights[0]?.change.asker
  const open = sights.filter(({ isOpen }) => isOpen)
  const others = describeEvent(
    name,
    open.flatMap(({ change }) => change.boardId ?? []),
    open,
  )
  return [
    ...[...listeners.values()].map(({ event, userIds }) => ({ event, isFor: (userId: string) => userIds.has(userId), except })),
    ...(open.length === 0 ? [] : [{ event: others, isFor: (userId: string) => !named.has(userId), except }]),
  ]
}

function describeEvent(
  name: 'boards_changed' | 'gallery_changed',
  names: readonly string[],
  sights: readonly Sight[],
): SocketEvent {
  const board_ids = [...new Set(names)].sort()
  if (name === 'boards_changed') return serverEvent(name, { board_ids })
  const only_added = sights.every(({ change }) => change.kinds.size === 1 && change.kinds.has('added'))
  return serverEvent(name, { board_ids, only_added })
}
