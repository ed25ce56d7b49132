import i18next from 'i18next'
import { create } from 'zustand'
import { tell } from '../../shared/notices/index.ts'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import { describeFailure, type Server } from '../../shared/server/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import { getSection } from '../../shared/user-state/index.ts'
import { DAY, findShownBoards, mayAdd, NO_BOARD } from '../boards/index.ts'
import { viewSection } from './view.ts'

/** How far uploads are; everything that was begun since the last were through. */
export const useUploads = create<{ readonly total: number; readonly done: number }>(() => ({ total: 0, done: 0 }))

const AT_ONCE = 2

let line: Promise<unknown> = Promise.resolve()

/** Opens the browser's dialog for files. */
export function askForFiles(studio: Studio): void {
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', accept: 'image/*', multiple: true })
  input.onchange = () => void uploadFiles(studio, [...(input.files ?? [])])
  input.click()
}

/** Uploads files to the board that is open. What the server refuses is named with its reason, and the others go on. */
export async function uploadFiles(studio: Studio, files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const board = findTarget(studio.server)
  useUploads.setState(({ total }) => ({ total: total + files.length }))
  const failures: string[] = []
  const waiting = [...files]
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      await uploadFile(studio.server, file, board).catch((error: unknown) =>
        failures.push(`${file?.name}: ${describeFailure(error)}`),
      )
      useUploads.setState(({ done }) => ({ done: done + 1 }))
    }
  }
  const ours = line.then(() => Promise.all(Array.from({ length: AT_ONCE }, work)))
  line = ours
  await ours
  const { total, done } = useUploads.getState()
  if (done >= total) useUploads.setState({ total: 0, done: 0 })
  void studio.server.queries.invalidateQueries({ queryKey: GALLERY })
  void studio.server.queries.invalidateQueries({ queryKey: BOARDS })
  for (const text of failures.slice(0, 3)) tell({ text, tone: 'failure' })
  if (failures.length > 3) tell({ text: i18next.t('gallery:moreFailed', { count: failures.length - 3 }), tone: 'failure' })
  if (failures.length < files.length) tellOfSuccess(studio, files.length - failures.length)
}

async function uploadFile({ client }: Server, file: File, board: string | undefined): Promise<void> {
  const query = { image_category: 'user', is_intermediate: false, ...(board !== undefined && { board_id: board }) } as const
  await client.uploadImage({ query, form: { file } })
}

// a day, or a board that one may only look at, takes nothing: it goes to no board then
function findTarget({ queries }: Server): string | undefined {
  const open = new URLSearchParams(location.search).get('board') ?? undefined
  if (open === undefined || open === NO_BOARD || open.startsWith(DAY)) return undefined
  const board = findShownBoards(queries).find(({ board_id }) => board_id === open)
  return board && mayAdd(board) ? board.board_id : undefined
}

function tellOfSuccess({ state }: Studio, count: number): void {
  const isSeen = getSection(state, viewSection).shows === 'assets'
  tell({
    text: i18next.t('gallery:uploaded', { count }),
    ...(!isSeen && {
      act: { label: i18next.t('gallery:showAssets'), run: () => state.change(viewSection, { shows: 'assets' }) },
    }),
  })
}
