import type { AnswerOf } from '@bottega/client'
import { useQuery } from '@tanstack/react-query'
import { BOARDS } from '../../shared/query-keys.ts'
import { type Server, useServer } from '../../shared/server/index.ts'
import { type Board, mayManage } from './board.ts'
import { readListsAnew } from './queries.ts'

/** A grant of a board. */
export type Share = AnswerOf<'listShares'>[number]
/** An open public link. */
export type Link = AnswerOf<'listLinks'>[number]

const sharesOf = (boardId: string) => [...BOARDS, 'shares', boardId]
const linksOf = (boardId: string) => [...BOARDS, 'links', boardId]

/** The grants of a board that one manages, oldest first. */
export function useShares(board: Board) {
  const { client } = useServer()
  return useQuery({
    queryKey: sharesOf(board.board_id),
    queryFn: ({ signal }) => client.listShares({ params: board }, { signal }),
    // others may manage it too, and nothing tells of it
    staleTime: 0,
    enabled: mayManage(board),
  })
}

/** The open public links of a board that one manages, oldest first. */
export function useLinks(board: Board) {
  const { client } = useServer()
  return useQuery({
    queryKey: linksOf(board.board_id),
    queryFn: ({ signal }) => client.listLinks({ params: board }, { signal }),
    staleTime: 0,
    enabled: mayManage(board),
  })
}

/** Accounts whose name has a text in it; nobody for no text. */
export function usePeople(query: string) {
  const { client } = useServer()
  return useQuery({
    queryKey: ['directory', query],
    queryFn: ({ signal }) => client.findInDirectory({ query: { query } }, { signal }),
    enabled: query !== '',
  })
}

/** Grants a board; a grant to the same account is replaced. */
export async function grantBoard(
  { client, queries }: Server,
  board: Board,
  { user_id, permission }: Pick<Share, 'user_id' | 'permission'>,
): Promise<void> {
  const { shares } = await client.shareBoard({ params: board, body: { user_id, permission } })
  queries.setQueryData(sharesOf(board.board_id), shares)
  await readListsAnew(queries)
}

/** Takes a grant back, or gives the own one up. */
export async function withdrawBoard({ client, queries }: Server, board: Board, userId: string): Promise<void> {
  await client.unshareBoard({ params: { board_id: board.board_id, user_id: userId } })
  await queries.invalidateQueries({ queryKey: BOARDS })
}

/** Makes a public link, whose address is told this once. */
export async function createLink(
  { client, queries }: Server,
  board: Board,
  body: { readonly expires_at: string | null; readonly password: string | null },
): Promise<string> {
  const { url } = await client.createLink({ params: board, body })
  await queries.invalidateQueries({ queryKey: BOARDS })
  return url
}

/** Closes a public link. */
export async function closeLink({ client, queries }: Server, board: Board, linkId: string): Promise<void> {
  await client.revokeLink({ params: { board_id: board.board_id, link_id: linkId } })
  await queries.invalidateQueries({ queryKey: BOARDS })
}
