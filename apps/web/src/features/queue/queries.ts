import { useQuery } from '@tanstack/react-query'
import { useServer } from '../../shared/server/index.ts'

/** How full the queue is and how much of it is one's own. */
export function useQueueStatus() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['queue', 'status'],
    queryFn: ({ signal }) => client.getQueueStatus({ params: { queue_id: 'default' } }, { signal }),
    // read with the first connection
    enabled: false,
  })
}
