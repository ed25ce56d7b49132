import { lazy, Suspense } from 'react'
import { loadUserMenu } from '../features/people/index.ts'
import { useAccount } from '../shared/studio.tsx'

const UserMenu = lazy(async () => ({ default: (await loadUserMenu()).UserMenu }))

/** The menu of whoever is signed in, which is loaded where there are accounts. */
export function UserDoor() {
  return (
    useAccount() && (
      <Suspense>
        <UserMenu />
      </Suspense>
    )
  )
}
