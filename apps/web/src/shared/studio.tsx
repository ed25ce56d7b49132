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
  /** Goes to another place of the page. */
  readonly go: ReturnType<typeof useRouter>['navigate']
}

const AccountContext = createContext<Account | undefined>(undefined)

/** Says who is signed in. */
export function AccountProvider({ account, children }: { readonly account: Account | undefined; readonly children: ReactNode }) {
  return <AccountContext value={account}>{children}</AccountContext>
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
  const { navigate } = useRouter()
  return useMemo(
    () => ({ server, state, account, isAdmin: account === undefined || account.is_admin, go: navigate }),
    [server, state, account, navigate],
  )
}
