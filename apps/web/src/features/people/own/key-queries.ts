import type { AnswerOf, CallRequest } from '@bottega/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServer } from '../../../shared/server/index.ts'
import { USERS } from '../queries.ts'

const keysOf = (userId: string | undefined) => ['api-keys', userId ?? 'own']

/** An API key, without the key. */
export type ApiKey = AnswerOf<'listApiKeys'>[number]

/** The API keys of an account, or the own ones, newest first. */
export function useApiKeys(userId?: string) {
  const { client } = useServer()
  return useQuery({
    queryKey: keysOf(userId),
    queryFn: () => (userId === undefined ? client.listApiKeys() : client.listApiKeysOfUser({ params: { user_id: userId } })),
    // the moments of their last use move on, and nothing tells of it
    staleTime: 0,
  })
}

/** Makes an API key. */
export function useKeyMaking() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: CallRequest<'createApiKey'>['body']) => client.createApiKey({ body }),
    // the key is kept nowhere but in the dialog that shows it
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: keysOf(undefined) }),
  })
}

/** Deletes an API key of an account, or an own one. */
export function useKeyDeletion(userId?: string) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key_id: string) =>
      userId === undefined
        ? client.deleteApiKey({ params: { key_id } })
        : client.deleteApiKeyOfUser({ params: { user_id: userId, key_id } }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: USERS })
      return queries.invalidateQueries({ queryKey: keysOf(userId) })
    },
  })
}
