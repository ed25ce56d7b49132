import type { AnswerOf, CallRequest } from '@bottega/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServer } from '../../../shared/server/index.ts'
import { USERS } from '../queries.ts'

const INVITATIONS = ['invitations']
const LOOK_MS = 10_000

/** An invitation that nobody has accepted yet. */
export type Invitation = AnswerOf<'listInvitations'>[number]

/** The open invitations, newest first. Nothing tells that one was accepted, so it is looked now and then; when one is gone, the accounts are read anew. */
export function useInvitations() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useQuery({
    queryKey: INVITATIONS,
    queryFn: async () => {
      const before = queries.getQueryData<Invitation[]>(INVITATIONS) ?? []
      const open = await client.listInvitations()
      const isGone = before.some(({ id }) => !open.some((one) => one.id === id))
      if (isGone) void queries.invalidateQueries({ queryKey: USERS })
      return open
    },
    staleTime: 0,
    refetchInterval: LOOK_MS,
  })
}

/** Invites somebody. */
export function useInviting() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: CallRequest<'createInvitation'>['body']) => client.createInvitation({ body }),
    // the link is kept nowhere but in the dialog that shows it
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: INVITATIONS }),
  })
}

/** Takes an invitation back. */
export function useRevoking() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.revokeInvitation({ params: { invitation_id: id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: INVITATIONS }),
  })
}

/** Whether the server sends mails. */
export function useMail(): boolean {
  const { client } = useServer()
  const status = useQuery({
    queryKey: ['mail'],
    queryFn: async () => ({ isOn: (await client.getAuthStatus()).mail_enabled === true }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return status.data?.isOn ?? false
}
