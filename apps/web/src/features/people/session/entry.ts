import { type AnswerOf, ApiError, type Client } from '@bottega/client'
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'

/** Who may come in: nobody has to sign in, somebody is signed in, or somebody has to. */
export type Entry =
  | { readonly kind: 'open' }
  | { readonly kind: 'signed-in'; readonly account: Account; readonly isPrivateClosed: boolean }
  | { readonly kind: 'sign-in' | 'setup'; readonly status: AnswerOf<'getAuthStatus'> }

const ENTRY = ['entry']

/** Finds out who may come in. */
export function useEntry() {
  const { client } = useServer()
  return useQuery({
    queryKey: ENTRY,
    queryFn: () => findEntry(client),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Lets somebody in, or notes what their account is now. */
export function enter(queries: QueryClient, account: Account): void {
  queries.setQueryData<Entry>(ENTRY, (before) => ({ kind: 'signed-in', account, isPrivateClosed: findPrivateClosed(before) }))
}

function findPrivateClosed(entry: Entry | undefined): boolean {
  if (entry === undefined || entry.kind === 'open') return false
  return entry.kind === 'signed-in' ? entry.isPrivateClosed : entry.status.private_work_closed === true
}

/** Finds out anew who may come in. */
export function askAgain(queries: QueryClient): Promise<void> {
  return queries.resetQueries({ queryKey: ENTRY })
}

/** Reads everything anew but who is here. */
export function refresh(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ENTRY[0] })
}

/** The account of the session; undefined when there is none any more. */
export async function findOwnAccount(client: Client): Promise<Account | undefined> {
  try {
    return await client.getOwnAccount()
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return undefined
    throw error
  }
}

async function findEntry(client: Client): Promise<Entry> {
  const status = await client.getAuthStatus()
  if (!status.multiuser_enabled) return { kind: 'open' }
  if (status.setup_required) return { kind: 'setup', status }
  const account = await findOwnAccount(client)
  if (account === undefined) return { kind: 'sign-in', status }
  return { kind: 'signed-in', account, isPrivateClosed: status.private_work_closed === true }
}
