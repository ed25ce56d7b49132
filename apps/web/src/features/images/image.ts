import type { ImageDto } from '@bottega/contracts'

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

/** Whether whoever asks may star an image, delete it, and take it off its board. */
export function isChangeable({ access }: Pick<ImageDto, 'access'>): boolean {
  return access === 'owner' || access === 'admin' || access === 'write'
}
