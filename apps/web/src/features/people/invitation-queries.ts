import type { AnswerOf, CallRequest } from '@bottega/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServer } from '../../shared/server/index.ts'

const INVITATIONS = ['invitations']

/** An invitation that nobody has accepted yet. */
export type Invitation = AnswerOf<'listInvitations'>[number]

/** The open invitations, newest first. */
export function useInvitations() {
  const { client } = useServer()
  return useQuery({ queryKey: INVITATIONS, queryFn: () => client.listInvitations(), staleTime: 0 })
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
