import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeThumbnail } from '../../../apps/bottega/src/pictures/thumbnail.ts'
import { writeGalleryRecords } from '../server/gallery-records.ts'
import { makePhoto } from '../server/photo.ts'
import { withRoot } from '../server/seeded-root.ts'

/** Images on {@link BOARD}. */
export const ON_BOARD = 50_000
/** Images on no board. */
export const ON_NO_BOARD = 200_000
/** Name of the one board. */
export const BOARD = 'Fifty thousand'
/** What addresses of thumbnails have in them that are on the board; those of the others do not. */
export const BOARD_IMAGES = '/images/i/b'

/** How many pictures seeded images share. */
const SHARED = 8

/** Gives the work a root with a large board and a larger rest, all of it pictures in view, with thumbnails of photographs. */
export async function withGalleryRoot<T>(build: string, work: (root: string) => Promise<T>): Promise<T> {
  const first: string[] = []
  function* writeRecords(images: number): Generator<string> {
    let at = 0
    for (const line of writeGalleryRecords(images)) {
      const record: { image_name: string } = JSON.parse(line)
      const isOnBoard = at % ((ON_BOARD + ON_NO_BOARD) / ON_BOARD) === 0
      const image_name = `${isOnBoard ? 'b' : 'a'}${record.image_name.slice(1)}`
      const kind = { image_category: 'general', image_origin: 'internal', is_intermediate: false }
      if (at++ < SHARED) first.push(image_name)
      yield JSON.stringify({ ...record, ...kind, image_name, board_id: isOnBoard ? BOARD : null })
    }
  }
  return withRoot(
    build,
    ON_BOARD + ON_NO_BOARD,
    async (root) => {
      // all images are names of the files of the first, so that these few are enough
      const folder = join(root, 'outputs/images/thumbnails')
      for (const [number, name] of first.entries()) {
        await writeFile(join(folder, name.replace(/\.png$/, '.webp')), await makeThumbnail(await makePhoto(number)))
      }
      return work(root)
    },
    writeRecords,
    ['--files'],
  )
}
