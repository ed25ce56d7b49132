import type { ContentOwner } from '@bottega/contracts'
import { useQuery } from '@tanstack/react-query'
import { useServer } from '../../shared/server/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { SYSTEM } from './everyone.ts'

/** The key of everybody to whom something belongs. */
export const OWNERS = ['content-owners']

/** Everybody to whom something belongs, those who have most first; for administrators with an account. */
export function useOwners() {
  const { client } = useServer()
  const isAdministrator = useAccount()?.is_admin === true
  return useQuery({
    queryKey: OWNERS,
    queryFn: async (): Promise<ContentOwner[]> => (await client.listContentOwners()).sort((a, b) => b.images - a.images),
    enabled: isAdministrator,
    staleTime: 0,
  })
}

/** What was made before there were accounts, and belongs to nobody; undefined where there is nothing. */
export function useUnowned(): ContentOwner | undefined {
  const unowned = useOwners().data?.find(({ user_id }) => user_id === SYSTEM)
  if (unowned === undefined) return undefined
  const { images, boards, workflows, style_presets } = unowned
  // instructions that come along belong to nobody either
  return images + boards + workflows + style_presets > 0 ? { ...unowned, system_prompts: 0 } : undefined
}
