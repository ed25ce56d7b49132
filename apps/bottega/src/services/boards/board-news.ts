import { findAskingSocket } from '../../auth/asking-socket.ts'
import { noteBoards } from '../../data/board-notes.ts'
import { listBoardViewers } from '../../data/repositories/boards.ts'
import type { App } from '../app.ts'
import { describeForLog } from '../log/log.ts'
import { type BoardChanges, describeForOverseers, describeNews, gatherNote } from './board-changes.ts'

/** A change is told at once; what follows within this time is told together after it. */
const APART_MS = 300

/**
 * Tells of every change of boards and their images those who may see them, and those who could until then. However much is stored,
 * it costs a query for all that is told together.
 *
 * @returns ends it
 */
export function tellOfBoards({ db, events, log }: Pick<App, 'db' | 'events' | 'log'>): () => void {
  let changes: BoardChanges = new Map()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isTelling = false
  let isOver = false
  let lastAt = Number.NEGATIVE_INFINITY

  function plan(): void {
    if (isOver || isTelling || timer !== undefined || changes.size === 0) return
    timer = setTimeout(() => void tell(), Math.max(0, lastAt + APART_MS - performance.now()))
  }

  async function tell(): Promise<void> {
    timer = undefined
    isTelling = true
    lastAt = performance.now()
    const told = changes
    changes = new Map()
    try {
      const boardIds = [...told.values()].flatMap(({ boardId }) => boardId ?? [])
      const viewers = boardIds.length === 0 ? [] : await listBoardViewers(db, boardIds)
      for (const payload of describeNews(told, viewers)) events.publish({ name: 'news_for_some', payload })
      events.publish(describeForOverseers(told))
    } catch (error) {
      if (!isOver) log.write('error', `Changes of boards were not told: ${describeForLog(error)}`)
    }
    isTelling = false
    plan()
  }

  noteBoards(db, (note) => {
    gatherNote(changes, note, findAskingSocket())
    plan()
  })
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
