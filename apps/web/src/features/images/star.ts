import type { Studio } from '../../shared/studio.tsx'
import { tellChange } from './changes.ts'
import type { PickedImages } from './image.ts'

/** Stars images, or takes the star from them when all that are known have one. */
export async function toggleStars({ server }: Studio, { names, known }: PickedImages): Promise<void> {
  const starred = !(known.length > 0 && known.every((image) => image.starred))
  const change = { kind: 'starred', names, starred } as const
  tellChange(server.queries, change)
  try {
    const request = { body: { image_names: names } }
    await (starred ? server.client.starImages(request) : server.client.unstarImages(request))
  } catch (error) {
    // some had one before: only the server knows which
    void server.queries.invalidateQueries({ queryKey: ['gallery'] })
    for (const name of names) void server.queries.invalidateQueries({ queryKey: ['image', name], exact: true })
    throw error
  }
}
