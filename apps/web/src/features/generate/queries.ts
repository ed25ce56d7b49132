import type { AnswerOf } from '@bottega/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { imageKey } from '../../shared/query-keys.ts'
import { type Server, useServer } from '../../shared/server/index.ts'

/** A style that can be put around prompts. */
export type StylePreset = AnswerOf<'listStylePresets'>[number]

/** An image by its name. */
export function imageByName({ client }: Server, name: string) {
  return queryOptions({
    queryKey: imageKey(name),
    queryFn: ({ signal }) => client.getImage({ params: { image_name: name } }, { signal }),
  })
}

/** The styles that can be put around prompts. */
export function stylePresets({ client }: Server) {
  return queryOptions({
    queryKey: ['style-presets'],
    queryFn: ({ signal }) => client.listStylePresets({}, { signal }),
  })
}

// one click makes no more than a long evening's work
const MAX_VARIANTS = 100

/** The prompts that one with choices in it, `{red|green} apple`, means. */
export function promptVariants({ client }: Server, prompt: string) {
  return queryOptions({
    queryKey: ['prompt-variants', prompt],
    queryFn: async ({ signal }) => {
      const body = { prompt, max_prompts: MAX_VARIANTS, combinatorial: true }
      return (await client.writeOutPrompts({ body }, { signal })).prompts
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** How full the queue is. The feature of the queue keeps it up to date. */
export function queueStatus({ client }: Server) {
  return queryOptions({
    queryKey: ['queue', 'status'],
    queryFn: ({ signal }) => client.getQueueStatus({ params: { queue_id: 'default' } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What stands before a new item: as many of one's own, and at most as many of others, since people take turns. */
export interface Ahead {
  readonly own: number
  readonly others: number
  readonly isPaused: boolean
}

/** What stands before a new item: all that waits or runs. The queue reads it when something changes there. */
export function useAhead(): Ahead {
  const { data } = useQuery({ ...queueStatus(useServer()), enabled: false })
  if (data === undefined) return { own: 0, others: 0, isPaused: false }
  const { pending, in_progress, user_pending, user_in_progress } = data.queue
  const own = (user_pending ?? 0) + (user_in_progress ?? 0)
  return { own, others: Math.max(0, pending + in_progress - own), isPaused: !data.processor.is_started }
}
