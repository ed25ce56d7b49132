import type { AnswerOf } from '@bottega/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type Server, useServer } from '../../shared/server/index.ts'

/** A style that can be put around prompts. */
export type StylePreset = AnswerOf<'listStylePresets'>[number]

/** An image by its name. */
export function imageByName({ client }: Server, name: string) {
  return queryOptions({
    queryKey: ['image', name],
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

/** How many items are before a new one: all that wait or run. The queue reads it when something changes there. */
export function useItemsAhead(): number {
  const { client } = useServer()
  const { data } = useQuery({
    queryKey: ['queue', 'status'],
    queryFn: ({ signal }) => client.getQueueStatus({ params: { queue_id: 'default' } }, { signal }),
    enabled: false,
  })
  return data === undefined ? 0 : data.queue.pending + data.queue.in_progress
}
