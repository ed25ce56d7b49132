import type { Studio } from '../../shared/studio.tsx'
import type { TargetBoard } from '../boards/index.ts'
import { moveImages } from '../images/index.ts'
import { clearSelection } from './selection.ts'

/** Moves pictures that were dropped on a board there. */
export async function dropPictures(studio: Studio, names: readonly string[], board: TargetBoard): Promise<void> {
  if (names.length === 0) return
  await moveImages(studio, { names, known: [] }, board)
  clearSelection()
}
