import { type AnswerOf, ApiError, type CallRequest } from '@bottega/client'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { parseTime } from '../../shared/formatting/index.ts'
import { useServer, useServerEvent } from '../../shared/server/index.ts'
import type { Account } from '../../shared/studio.tsx'

/** The key of all accounts. */
export const USERS = ['users']

const sessionsOf = (userId: string | undefined) => ['sessions', userId ?? 'own']

/** An account with what it has and does. */
export type AccountUse = AnswerOf<'listAccountUse'>[number]

/** All accounts with what they have and do, by name. */
export function useUsers() {
  const { client } = useServer()
  return useQuery({
    queryKey: USERS,
    queryFn: async ({ signal }) => (await client.listAccountUse({}, { signal })).sort(compareNames),
    // others may be at work too, and nothing tells of it
    staleTime: 0,
  })
}

const ACCOUNTS = [...USERS, 'accounts']

/** All accounts as they are, without what they have and do. */
export function useAccounts() {
  const { client } = useServer()
  return useQuery({ queryKey: ACCOUNTS, queryFn: ({ signal }) => client.listUsers({}, { signal }) })
}

/** Reads them anew where they are shown, and ends when that is done or has failed. */
export function readAccountsAnew(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ACCOUNTS })
}

/** Changes an account, makes one or deletes one, and reads the list anew. */
export function useUserChange<Input, Result>(
  change: (client: ReturnType<typeof useServer>['client'], input: Input) => Promise<Result>,
) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => change(client, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  })
}

/** What the server demands of passwords. */
export function usePasswordRules() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['password-rules'],
    queryFn: async () => ({ isStrict: (await client.getAuthStatus()).strict_password_checking }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The sessions of an account, or the own ones, used last first. */
export function useSessions(userId?: string) {
  const { client } = useServer()
  return useQuery({
    queryKey: sessionsOf(userId),
    queryFn: async () => {
      const found = await (userId === undefined
        ? client.listOwnSessions()
        : client.listSessionsOfUser({ params: { user_id: userId } }))
      return found.sort((a, b) => Number(b.current) - Number(a.current) || b.last_used_at.localeCompare(a.last_used_at))
    },
    staleTime: 0,
  })
}

/** Ends all own sessions but the present one. */
export function useOtherSessionsEnd() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.endOtherSessions(),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsOf(undefined) }),
  })
}

/** Ends sessions one by one, and reads what is left. */
export function useSessionEnd(userId?: string) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await client.endSession({ params: { session_id: id } })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsOf(userId) }),
  })
}

/** A time in which an administrator sees the private work of an account. */
export type AccountOpening = AnswerOf<'listOwnAccess'>[number]

const OPENINGS = ['openings']
const ACCESS_LOG = ['access-log']

/** Which accounts are open to administrators, and whether they have to be opened at all. */
export function useOpenAccounts(isEnabled = true) {
  const { client } = useServer()
  return useQuery({
    queryKey: OPENINGS,
    queryFn: ({ signal }) => client.listOpenAccounts({}, { signal }),
    enabled: isEnabled,
    staleTime: 0,
  })
}

/** Reads all anew when an opening of an account is over: what was seen by it is not for these eyes any more. */
export function useOpeningsEnd(openings: readonly AccountOpening[] = NO_OPENINGS): void {
  const queries = useQueryClient()
  useEffect(() => {
    const ends = openings.map(({ until }) => parseTime(until).getTime()).filter((end) => end > Date.now())
    if (ends.length === 0) return
    const timer = setTimeout(() => void queries.invalidateQueries(), Math.min(...ends) - Date.now() + AFTER_END_MS)
    return () => clearTimeout(timer)
  }, [openings, queries])
}

const NO_OPENINGS: readonly AccountOpening[] = []
/** The clock of the server is a little off. */
const AFTER_END_MS = 2000

/** Opens an account for a reason, or closes one. All that is read counts anew. */
export function useOpeningChange<Input>(
  change: (client: ReturnType<typeof useServer>['client'], input: Input) => Promise<unknown>,
) {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => change(client, input),
    onSuccess: () => queries.invalidateQueries(),
  })
}

/** Who opened the own private work, newest first. */
export function useAccessLog() {
  const { client } = useServer()
  return useQuery({ queryKey: ACCESS_LOG, queryFn: ({ signal }) => client.listOwnAccess({}, { signal }) })
}

/** Takes note of what administrators did, of one thing or of many. */
export function useAccessNoted() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      Promise.all(ids.map((opening_id) => client.noteOwnAccess({ params: { opening_id } }))),
    onSettled: () => queries.invalidateQueries({ queryKey: ACCESS_LOG }),
  })
}

/** Reads the access log anew when the server says that it has changed. Used once, by a component that is always there. */
export function useAccessFollowed(): void {
  const { queries } = useServer()
  useServerEvent('access_log_changed', () => void queries.invalidateQueries({ queryKey: ACCESS_LOG }))
}

/** How the last backup of the server went, for administrators. */
export function useLastBackup() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['last-backup'],
    queryFn: async ({ signal }) => (await client.getReadiness({}, { signal }).catch(readUnready)).last_backup ?? null,
    staleTime: 0,
  })
}

/** A server that cannot work, with a full disk for one, says so with a refusal that tells as much. */
function readUnready(error: unknown): Partial<AnswerOf<'getReadiness'>> {
  if (!(error instanceof ApiError && error.status === 503)) throw error
  return error.body ?? {}
}

/** What can be changed about an account. */
export type UserChanges = CallRequest<'updateUser'>['body']

type Named = Pick<Account, 'display_name' | 'email'>

/** How an account is called. */
export function nameOf({ display_name, email }: Named): string {
  return display_name || email
}

/** The same where it stands beside others: with the address where another is called so too. */
export function nameApart(account: Named, all: readonly Named[]): string {
  const name = nameOf(account)
  return all.some((other) => other.email !== account.email && nameOf(other) === name) ? `${name} (${account.email})` : name
}

function compareNames(a: Account, b: Account): number {
  return nameOf(a).localeCompare(nameOf(b))
}
