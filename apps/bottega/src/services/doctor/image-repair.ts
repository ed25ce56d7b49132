import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { transaction } from '../../data/database.ts'
import {
  findTrashedImages,
  findUnknownImages,
  type ImageFileName,
  listImagePlaces,
  trashImages,
} from '../../data/repositories/images.ts'
import { makeFolder } from '../../files/disk.ts'
import { createFiles } from '../../files/files.ts'
import { createImageFiles } from '../../files/image-files.ts'
import { makeThumbnail } from '../../pictures/thumbnail.ts'
import type { App } from '../app.ts'

type Deps = Pick<App, 'db' | 'root'>

/** Images whose files are gone. */
export interface MissingFiles {
  /** How many images were looked at. */
  readonly looked: number
  /** Without the picture itself. */
  readonly pictures: readonly ImageFileName[]
  readonly thumbnails: readonly ImageFileName[]
}

/** Looks for the files of all images, but those in the trash whose picture is gone: that is known. */
export async function findMissingFiles({ db, root }: Deps): Promise<MissingFiles> {
  const places = await listImagePlaces(db)
  const missing = await createImageFiles(root.images).listMissing(places)
  const names = missing.map(({ place }) => place.image_name)
  // a server may have deleted some meanwhile
  const known = new Set(await findUnknownImages(db, names))
  const lost = new Set(missing.filter(({ kind }) => kind === 'full').map(({ place }) => place.image_name))
  for (const { image_name } of await findTrashedImages(db, names, '')) if (lost.has(image_name)) known.add(image_name)
  const rest = missing.filter(({ place }) => !known.has(place.image_name))
  const ofKind = (wanted: 'full' | 'thumbnail') => rest.filter(({ kind }) => kind === wanted).map(({ place }) => place)
  return { looked: places.length, pictures: ofKind('full'), thumbnails: ofKind('thumbnail') }
}

/**
 * Makes thumbnails anew where the picture is there, and puts images into the trash whose picture is not: from there they come back when
 * somebody has put the file back.
 */
export async function repairMissingFiles(
  { db, root }: Deps,
  { pictures, thumbnails }: MissingFiles,
): Promise<{ readonly made: number; readonly trashed: number; readonly damaged: readonly string[] }> {
  const lost = new Set(pictures.map(({ image_name }) => image_name))
  const files = createFiles()
  const damaged: string[] = []
  let made = 0
  for (const { image_name, image_subfolder } of thumbnails) {
    if (lost.has(image_name)) continue
    const target = join(root.images, 'thumbnails', image_subfolder, image_name.replace(/\.png$/, '.webp'))
    try {
      const thumbnail = await makeThumbnail(await fs.readFile(join(root.images, image_subfolder, image_name)))
      await makeFolder(dirname(target))
      await files.replace(target, thumbnail)
      made++
    } catch {
      damaged.push(image_name)
    }
  }
  const trashed = await transaction(db, (tx) => trashImages(tx, [...lost]))
  return { made, trashed: trashed.length, damaged }
}
