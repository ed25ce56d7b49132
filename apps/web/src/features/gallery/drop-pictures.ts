import type { Studio } from '../../shared/studio.tsx'
import type { TargetBoard } from '../boards/index.ts'
import { moveImages } from '../images/index.ts'
import type { ImageList } from './image-list.ts'
import { clearSelection } from './selection.ts'

/** Moves pictures that were dropped on a board there. */
export async function dropPictures(
  studio: Studio,
  list: ImageList | undefined,
  names: readonly string[],
  board: TargetBoard,
): Promise<void> {
  if (names.length === 0) return
  const known = list ? [...list.pages.values()].flat().filter(({ image_name }) => names.includes(image_name)) : []
  await moveImages(studio, { names, known }, board)
  clearSelection()
}
