import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { useAccount } from '../../shared/studio.tsx'

/** Whose boards and pictures an administrator looks at. It begins with the own ones at each load, and is kept nowhere. */
export const useOversight = create<{ readonly isEveryone: boolean }>(() => ({ isEveryone: false }))

/** Whether everyone's boards and pictures are shown. */
export function useIsEveryone(): boolean {
  const isEveryone = useOversight((state) => state.isEveryone)
  return useAccount()?.is_admin === true && isEveryone
}

/** Looks at the own things and those that are shared, as everybody does. */
export function leaveEveryone(): void {
  useOversight.setState({ isEveryone: false })
}

/** Whose something is. */
export interface Owner {
  readonly user_id: string
  readonly display_name: string | null
}

/** The account that what was made without accounts belongs to. */
export const SYSTEM = 'system'

/** Says whose something is, to whoever is signed in. */
export function useOwnerName(): (owner: Owner) => string {
  const ownId = useAccount()?.user_id
  const { t } = useTranslation('boards')
  return useCallback(
    ({ user_id, display_name }) => {
      if (user_id === ownId) return t('yours')
      if (user_id === SYSTEM) return t('madeWithoutAccounts')
      return display_name ?? t('someone')
    },
    [ownId, t],
  )
}
