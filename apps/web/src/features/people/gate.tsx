import { type AnswerOf, ApiError, type Client } from '@bottega/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useServer } from '../../shared/server/index.ts'
import { type Account, AccountProvider } from '../../shared/studio.tsx'
import { Unreachable } from '../../shared/ui/unreachable.tsx'
import { useUserState } from '../../shared/user-state/index.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Who may come in: nobody has to sign in, somebody is signed in, or somebody has to. */
type Entry =
  | { readonly kind: 'open' }
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'sign-in' | 'setup'; readonly status: AnswerOf<'getAuthStatus'> }

/** Lets people in: at once in single-user mode and with a session that lasts. Nothing is shown while that is found out. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { client } = useServer()
  const state = useUserState()
  const entry = useQuery({ queryKey: ['entry'], queryFn: () => findEntry(client), staleTime: Number.POSITIVE_INFINITY })
  const isIn = entry.data?.kind === 'open' || entry.data?.kind === 'signed-in'
  const stored = useQuery({
    queryKey: ['user-state'],
    queryFn: () => state.load().then(() => true),
    enabled: isIn,
    staleTime: Number.POSITIVE_INFINITY,
  })

  if (entry.error) return <Unreachable error={entry.error} onRetry={() => void entry.refetch()} />
  if (entry.data === undefined) return null
  if (entry.data.kind === 'sign-in' || entry.data.kind === 'setup') return <SignInForm isSetup={entry.data.kind === 'setup'} />
  if (stored.data === undefined && stored.error === null) return null
  return <AccountProvider account={entry.data.kind === 'signed-in' ? entry.data.account : undefined}>{children}</AccountProvider>
}

async function findEntry(client: Client): Promise<Entry> {
  const status = await client.getAuthStatus()
  if (!status.multiuser_enabled) return { kind: 'open' }
  if (status.setup_required) return { kind: 'setup', status }
  try {
    return { kind: 'signed-in', account: await client.getOwnAccount() }
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { kind: 'sign-in', status }
    throw error
  }
}
