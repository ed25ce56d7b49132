import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useServer } from '../../../shared/server/index.ts'
import { promptVariants } from '../queries.ts'
import { hasVariants } from './has-variants.ts'

const SETTLED_MS = 300

/** How many prompts one with choices in it means. */
export function useVariantCount(prompt: string): number {
  const [settled] = useDebouncedValue(prompt, SETTLED_MS)
  const isWanted = hasVariants(settled)
  const { data } = useQuery({
    ...promptVariants(useServer(), settled),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  })
  return hasVariants(prompt) && isWanted ? (data?.length ?? 1) : 1
}
