import { GALLERY, imageKey } from '../../shared/query-keys.ts'
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
    const changed = known.filter((image) => image.starred !== starred).map(({ image_name }) => image_name)
    tellChange(server.queries, { ...change, names: changed, starred: !starred })
    // of those that were not read only the server knows which had one before
    void server.queries.invalidateQueries({ queryKey: GALLERY })
    for (const name of names) void server.queries.invalidateQueries({ queryKey: imageKey(name), exact: true })
    throw error
  }
}
