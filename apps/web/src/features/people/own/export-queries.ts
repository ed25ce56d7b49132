import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useReconnect, useServer, useServerEvent } from '../../../shared/server/index.ts'
import { useAccount } from '../../../shared/studio.tsx'

const EXPORTS = ['exports']

/** The archive of all that an account owns, where one was asked for here, and how to ask for one. */
export function useAccountExport(userId: string) {
  const { client } = useServer()
  const queries = useQueryClient()
  const isOwn = useAccount()?.user_id === userId
  const refresh = () => queries.invalidateQueries({ queryKey: EXPORTS })
  const exports = useQuery({ queryKey: EXPORTS, queryFn: () => client.listOwnExports(), staleTime: 0 })
  const make = useMutation({
    mutationFn: () => (isOwn ? client.exportOwnData() : client.exportUserData({ params: { user_id: userId } })),
    onSettled: refresh,
  })
  useServerEvent('bulk_download_complete', () => void refresh())
  useServerEvent('bulk_download_error', () => void refresh())
  useReconnect(() => void refresh())
  const found = exports.data?.find(({ user_id }) => user_id === userId)
  return { found, make, fault: make.error ?? exports.error }
}
