import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { BOARDS } from '../../shared/query-keys.ts'
import { type Server, useHearing, useServer } from '../../shared/server/index.ts'
import type { Board, NO_BOARD } from './board.ts'
import { useLeaving } from './leaving.ts'

/** All boards that one may see, newest first, archived ones too; without those that are about to be deleted. */
export function useBoards() {
  const { client } = useServer()
  const leaving = useLeaving()
  const boards = useQuery({
    queryKey: BOARDS,
    queryFn: async ({ signal }): Promise<readonly Board[]> => {
      const answer = await client.listBoards({ query: { all: true, include_archived: true } }, { signal })
      return Array.isArray(answer) ? answer : answer.items
    },
  })
  const data = useMemo(() => boards.data?.filter(({ board_id }) => !leaving.has(board_id)), [boards.data, leaving])
  return { ...boards, data }
}

/** One of them; undefined while it is unknown, and where there is none. */
export function useBoard(id: string | undefined): Board | undefined {
  return useBoards().data?.find(({ board_id }) => board_id === id)
}

/** The days on which something was made, newest first. */
export function useDays() {
  const { client } = useServer()
  return useQuery({
    queryKey: [...BOARDS, 'days'],
    queryFn: ({ signal }) => client.listVirtualBoards({}, { signal }),
  })
}

/** Which pictures a list is about: those that were made, or those that were uploaded. */
export type Shelf = 'images' | 'assets'

/** How many pictures there are in all, or on no board. */
export function useCount(board: typeof NO_BOARD | undefined, shelf: Shelf): number | undefined {
  const { client } = useServer()
  const isConnected = useHearing(({ connections }) => connections > 0)
  return useQuery({
    queryKey: [...BOARDS, 'count', board ?? 'all', shelf],
    queryFn: async ({ signal }) => {
      const categories =
        shelf === 'images' ? ['general' as const] : ['control' as const, 'mask' as const, 'user' as const, 'other' as const]
      const query = { categories, is_intermediate: false, limit: 0, ...(board !== undefined && { board_id: board }) }
      return (await client.listImages({ query }, { signal })).total
    },
    // after the first screen
    enabled: isConnected,
  }).data
}

/** Makes a board, which is the first of the list from then on. */
export async function createBoard({ client, queries }: Server, name: string): Promise<Board> {
  const board = await client.createBoard({ query: { board_name: name } })
  queries.setQueryData<readonly Board[]>(BOARDS, (boards) => boards && [board, ...boards])
  return board
}

type Changes = Partial<Pick<Board, 'board_name' | 'archived' | 'board_visibility'>>

/** Changes a board, at once to the eye; what the server refuses is taken back. */
export async function changeBoard({ client, queries }: Server, board: Board, changes: Changes): Promise<void> {
  const put = (change: (one: Board) => Board) =>
    queries.setQueryData<readonly Board[]>(BOARDS, (boards) =>
      boards?.map((one) => (one.board_id === board.board_id ? change(one) : one)),
    )
  await queries.cancelQueries({ queryKey: BOARDS, exact: true })
  put((one) => ({ ...one, ...changes }))
  try {
    const changed = await client.updateBoard({ params: { board_id: board.board_id }, body: changes })
    put(() => changed)
  } catch (error) {
    await queries.invalidateQueries({ queryKey: BOARDS })
    throw error
  }
}
