import type { AnswerOf } from '@bottega/client'
import { useRouter } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Server, useServer } from './server/index.ts'
import { type UserState, useUserState } from './user-state/index.ts'

/** Whoever is signed in. */
export type Account = AnswerOf<'getOwnAccount'>

/** Everything that an action can need. */
export interface Studio {
  readonly server: Server
  readonly state: UserState
  /** undefined in single-user mode, where everything is everybody's */
  readonly account: Account | undefined
  /** Whether what administrators may do may be done here. */
  readonly isAdmin: boolean
  /** Whether administrators see the private work of others for a reason only. */
  readonly isPrivateClosed: boolean
  /** Goes to another place of the page. */
  readonly go: ReturnType<typeof useRouter>['navigate']
}

const AccountContext = createContext<Account | undefined>(undefined)
const PrivateClosedContext = createContext(false)

/** What the provider takes. */
export interface AccountProviderProps extends Pick<Studio, 'account' | 'isPrivateClosed'> {
  readonly children: ReactNode
}

/** Says who is signed in, and whether administrators see private work. */
export function AccountProvider({ account, isPrivateClosed, children }: AccountProviderProps) {
  return (
    <PrivateClosedContext value={isPrivateClosed}>
      <AccountContext value={account}>{children}</AccountContext>
    </PrivateClosedContext>
  )
}

/** Who is signed in; undefined in single-user mode. */
export function useAccount(): Account | undefined {
  return useContext(AccountContext)
}

/** Everything that an action can need. */
export function useStudio(): Studio {
  const server = useServer()
  const state = useUserState()
  const account = useAccount()
  const isPrivateClosed = useContext(PrivateClosedContext)
  const { navigate } = useRouter()
  return useMemo(
    () => ({ server, state, account, isAdmin: account === undefined || account.is_admin, isPrivateClosed, go: navigate }),
    [server, state, account, isPrivateClosed, navigate],
  )
}
