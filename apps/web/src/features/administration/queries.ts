import type { CallRequest } from '@bottega/client'
import type { BoardDto } from '@bottega/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BOARDS, GALLERY, IMAGES } from '../../shared/query-keys.ts'
import { useServer } from '../../shared/server/index.ts'
import { OWNERS } from '../boards/index.ts'

/** What is to go from whom to whom. */
export type Wish = CallRequest<'transferContent'>['body']

const TRANSFERS = ['transfers']
const TRIAL = ['transfer-trial']

/** The boards of an account, as an administrator sees them. */
export function useBoardsOf(userId: string) {
  const { client } = useServer()
  return useQuery({
    queryKey: [...BOARDS, 'of', userId],
    enabled: userId !== '',
    queryFn: async (): Promise<BoardDto[]> => {
      const boards = await client.listBoards({ query: { all: 'true', include_archived: 'true', scope: 'all' } })
      return (boards as BoardDto[]).filter((board) => board.user_id === userId)
    },
  })
}

/** How much would go. */
export function useTrial(wish: Wish | undefined) {
  const { client } = useServer()
  return useQuery({
    queryKey: [...TRIAL, wish],
    enabled: wish !== undefined,
    // asked only where there is one
    queryFn: () => client.transferContent({ body: { ...(wish as Wish), dry_run: true } }),
    staleTime: 0,
  })
}

/** What has been handed over, the latest first. */
export function useTransfers() {
  const { client } = useServer()
  return useQuery({ queryKey: TRANSFERS, queryFn: async () => (await client.listTransfers()).items, staleTime: 0 })
}

/** Hands over, and reads anew what follows from it; not the trial, whose board may be another's by now. */
export function useHandOver() {
  const { client } = useServer()
  const refresh = useRefresh()
  return useMutation({ mutationFn: (body: Wish) => client.transferContent({ body }), onSettled: () => refresh() })
}

/** Takes a hand-over back, and reads anew what follows from it. */
export function useTakeBack() {
  const { client } = useServer()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (transfer_id: string) => client.undoTransfer({ params: { transfer_id } }),
    onSettled: () => refresh(TRIAL),
  })
}

function useRefresh() {
  const queries = useQueryClient()
  return async (...others: readonly (readonly string[])[]) => {
    for (const queryKey of [TRANSFERS, OWNERS, BOARDS, GALLERY, IMAGES, ...others]) {
      await queries.invalidateQueries({ queryKey })
    }
  }
}
