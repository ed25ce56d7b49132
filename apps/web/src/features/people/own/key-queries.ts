import type { AnswerOf, CallRequest } from '@bottega/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServer } from '../../../shared/server/index.ts'

const KEYS = ['api-keys']

/** An API key, without the key. */
export type ApiKey = AnswerOf<'listApiKeys'>[number]

/** The own API keys, newest first. */
export function useApiKeys() {
  const { client } = useServer()
  // the moments of their last use move on, and nothing tells of it
  return useQuery({ queryKey: KEYS, queryFn: () => client.listApiKeys(), staleTime: 0 })
}

/** Makes an API key. */
export function useKeyMaking() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: CallRequest<'createApiKey'>['body']) => client.createApiKey({ body }),
    // the key is kept nowhere but in the dialog that shows it
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: KEYS }),
  })
}

/** Deletes an API key. */
export function useKeyDeletion() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.deleteApiKey({ params: { key_id: id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEYS }),
  })
}
