import type { SnapshotContent } from '../../data/snapshot.ts'
import type { RootPaths } from '../../files/root.ts'

/** Path of the database in a backup, as in a root. */
export const DATABASE = 'databases/bottega.db'
/** Folder of the images in a backup, as in a root. */
export const IMAGES = 'outputs/images'

/** The small pictures that things have: which things, their folder in a backup, and where they lie in a root. */
export const COVERS = [
  { of: 'models', folder: 'models/model_images', placeIn: (root: RootPaths) => root.modelCovers },
  { of: 'workflows', folder: 'workflow_thumbnails', placeIn: (root: RootPaths) => root.workflowThumbnails },
  { of: 'stylePresets', folder: 'style_presets', placeIn: (root: RootPaths) => root.stylePresetImages },
] as const

/** How the names of small pictures end. */
export const COVER_ENDING = '.webp'

/** The name of the small picture of a thing. */
export function nameCover(id: string): string {
  return id + COVER_ENDING
}

/** Paths of all small pictures in a backup. */
export function listCovers(covers: SnapshotContent['covers']): string[] {
  return COVERS.flatMap(({ of, folder }) => covers[of].map((id) => `${folder}/${nameCover(id)}`))
}

/** Where the two files of an image lie below the folder of images, with `/`. */
export function pathsOfImage(imageName: string, subfolder: string): readonly [full: string, thumbnail: string] {
  const below = subfolder === '' ? '' : `${subfolder}/`
  return [`${below}${imageName}`, `thumbnails/${below}${imageName.replace(/\.png$/, '.webp')}`]
}
