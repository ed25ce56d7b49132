import type { ImageDto } from '@bottega/contracts'
import type { Studio } from '../../shared/studio.tsx'
import { SYSTEM } from '../boards/index.ts'

export type { ImageDto }

/** The images that something is done to. */
export interface PickedImages {
  readonly names: readonly string[]
  /** Those of them that were read; of a long selection most are known by name alone. */
  readonly known: readonly ImageDto[]
  /** Told when they have gone to the trash. */
  onDeleted?(): void
  /** Told when they have come back. */
  onRestored?(): void
}

/** The names of images with what was read of them. */
export function pickImages(images: readonly ImageDto[]): PickedImages {
  return { names: images.map(({ image_name }) => image_name), known: images }
}

/**
 * Whether whoever asks may put an image on another board, or take it from the trash: the owner, and administrators as far as private
 * things are in their hands.
 */
export function isMovable(
  { access, owner, board_id }: Pick<ImageDto, 'access' | 'owner' | 'board_id'>,
  { isAdmin, isPrivateClosed }: Pick<Studio, 'isAdmin' | 'isPrivateClosed'>,
): boolean {
  if (access === 'owner') return true
  if (!isAdmin || access !== 'admin') return false
  // on a board that is shared, the access is that of the board
  return !isPrivateClosed || owner.user_id === SYSTEM || board_id === undefined
}

/** Whether whoever asks may star an image, delete it, and take it off its board. */
export function isChangeable({ access }: Pick<ImageDto, 'access'>): boolean {
  return access === 'owner' || access === 'admin' || access === 'write'
}
