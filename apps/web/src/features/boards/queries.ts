import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { BOARDS } from '../../shared/query-keys.ts'
import { type Server, useHearing, useServer } from '../../shared/server/index.ts'
import { type Board, NO_BOARD } from './board.ts'
import { useIsEveryone, useOversight } from './everyone.ts'
import { useLeaving } from './leaving.ts'

const EVERYONES_BOARDS = [...BOARDS, 'everyone'] as const

/** All boards of one's own and those that are shared, newest first, archived ones too; without those that are about to be deleted. */
export function useBoards() {
  return useBoardsOf(false)
}

/** The boards that are shown: those, or everyone's while an administrator looks at them. */
export function useShownBoards() {
  return useBoardsOf(useIsEveryone())
}

function useBoardsOf(isEveryone: boolean) {
  const { client } = useServer()
  const leaving = useLeaving()
  const boards = useQuery({
    queryKey: isEveryone ? EVERYONES_BOARDS : BOARDS,
    queryFn: async ({ signal }): Promise<readonly Board[]> => {
      const query = { all: true, include_archived: true, ...(isEveryone && { scope: 'all' as const }) }
      const answer = await client.listBoards({ query }, { signal })
      return Array.isArray(answer) ? answer : answer.items
    },
  })
  const data = useMemo(() => boards.data?.filter(({ board_id }) => !leaving.has(board_id)), [boards.data, leaving])
  return { ...boards, data }
}

/** One of one's own or shared boards; undefined while it is unknown, and where there is none. */
export function useBoard(id: string | undefined): Board | undefined {
  return useBoards().data?.find(({ board_id }) => board_id === id)
}

/** The boards that are shown, as far as they were read. */
export function findShownBoards(queries: QueryClient): readonly Board[] {
  const { isEveryone } = useOversight.getState()
  return queries.getQueryData<readonly Board[]>(isEveryone ? EVERYONES_BOARDS : BOARDS) ?? []
}

/** Reads the lists of boards anew, and nothing else of them. */
export async function readListsAnew(queries: QueryClient): Promise<void> {
  await Promise.all([BOARDS, EVERYONES_BOARDS].map((queryKey) => queries.invalidateQueries({ queryKey, exact: true })))
}

/** Reads boards, days and counts anew; where only `boards` have changed, not how many pictures lie on none. */
export function readBoardsAnew(queries: QueryClient, what: 'all' | 'boards'): void {
  const isOfNone = (key: readonly unknown[]) => COUNT_OF_NONE.every((part, at) => key[at] === part)
  void queries.invalidateQueries({
    queryKey: BOARDS,
    predicate: ({ queryKey }) => what === 'all' || !isOfNone(queryKey),
  })
}

const COUNT_OF_NONE = [...BOARDS, 'count', NO_BOARD] as const

/** Changes what was read of boards. */
export function changeKnownBoards(queries: QueryClient, change: (boards: readonly Board[]) => readonly Board[]): void {
  for (const queryKey of [BOARDS, EVERYONES_BOARDS]) {
    queries.setQueryData<readonly Board[]>(queryKey, (boards) => boards && change(boards))
  }
}

/** The days on which something was made, newest first. */
export function useDays() {
  const { client } = useServer()
  const scope = useScope()
  return useQuery({
    queryKey: [...BOARDS, 'days', scope],
    queryFn: ({ signal }) => client.listVirtualBoards({ query: scope }, { signal }),
  })
}

/** Whose things a call is about that lists them. */
function useScope() {
  return useIsEveryone() ? ({ scope: 'all' } as const) : {}
}

/** Which pictures a list is about: those that were made, or those that were uploaded. */
export type Shelf = 'images' | 'assets'

/** How many pictures there are in all, or on no board. */
export function useCount(board: typeof NO_BOARD | undefined, shelf: Shelf): number | undefined {
  const { client } = useServer()
  const scope = useScope()
  const isConnected = useHearing(({ connections }) => connections > 0)
  return useQuery({
    queryKey: [...BOARDS, 'count', board ?? 'all', shelf, scope],
    queryFn: async ({ signal }) => {
      const categories =
        shelf === 'images' ? ['general' as const] : ['control' as const, 'mask' as const, 'user' as const, 'other' as const]
      const query = { categories, is_intermediate: false, limit: 0, ...scope, ...(board !== undefined && { board_id: board }) }
      return (await client.listImages({ query }, { signal })).total
    },
    // after the first screen
    enabled: isConnected,
  }).data
}

/** Makes a board, which is the first of the list from then on. */
export async function createBoard({ client, queries }: Server, name: string): Promise<Board> {
  const board = await client.createBoard({ query: { board_name: name } })
  changeKnownBoards(queries, (boards) => [board, ...boards])
  return board
}

type Changes = Partial<Pick<Board, 'board_name' | 'archived' | 'board_visibility'>>

/** Changes a board, at once to the eye; what the server refuses is taken back. */
export async function changeBoard({ client, queries }: Server, board: Board, changes: Changes): Promise<void> {
  const put = (change: (one: Board) => Board) =>
    changeKnownBoards(queries, (boards) => boards.map((one) => (one.board_id === board.board_id ? change(one) : one)))
  for (const queryKey of [BOARDS, EVERYONES_BOARDS]) await queries.cancelQueries({ queryKey, exact: true })
  put((one) => ({ ...one, ...changes }))
  try {
    const changed = await client.updateBoard({ params: { board_id: board.board_id }, body: changes })
    put(() => changed)
  } catch (error) {
    await queries.invalidateQueries({ queryKey: BOARDS })
    throw error
  }
}
