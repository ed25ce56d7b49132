import { queryOptions } from '@tanstack/react-query'
import type { Server } from '../../shared/server/index.ts'

/** An image by its name. */
export function imageByName({ client }: Server, name: string) {
  return queryOptions({
    queryKey: ['image', name],
    queryFn: ({ signal }) => client.getImage({ params: { image_name: name } }, { signal }),
  })
}
