import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { transaction } from '../../data/database.ts'
import { findUnknownImages, type ImageFileName, listImagePlaces, trashImages } from '../../data/repositories/images.ts'
import { makeFolder } from '../../files/disk.ts'
import { createFiles } from '../../files/files.ts'
import { createImageFiles } from '../../files/image-files.ts'
import { makeThumbnail } from '../../pictures/thumbnail.ts'
import type { App } from '../app.ts'

type Deps = Pick<App, 'db' | 'root'>

/** Images whose files are gone. */
export interface MissingFiles {
  /** How many images were looked at, those in the trash too. */
  readonly looked: number
  /** How many of them are not in the trash. */
  readonly shown: number
  /** Without the picture itself; none of the trash, where that is known. */
  readonly pictures: readonly ImageFileName[]
  /** Without the thumbnail alone. */
  readonly thumbnails: readonly ImageFileName[]
}

/** Looks for the files of all images. */
export async function findMissingFiles({ db, root }: Deps): Promise<MissingFiles> {
  const places = await listImagePlaces(db)
  const missing = await createImageFiles(root.images).listMissing(places)
  // a server may have deleted some meanwhile
  const unknown = await findUnknownImages(
    db,
    missing.map(({ place }) => place.image_name),
  )
  const gone = new Set(unknown)
  const lost = new Set(missing.filter(({ kind }) => kind === 'full').map(({ place }) => place.image_name))
  const trashed = new Set(places.filter(({ deleted_at }) => deleted_at !== null).map(({ image_name }) => image_name))
  const rest = missing.map(({ place, kind }) => ({ ...place, kind })).filter(({ image_name }) => !gone.has(image_name))
  return {
    looked: places.length,
    shown: places.length - trashed.size,
    pictures: rest.filter(({ image_name, kind }) => kind === 'full' && !trashed.has(image_name)),
    thumbnails: rest.filter(({ image_name, kind }) => kind === 'thumbnail' && !lost.has(image_name)),
  }
}

/** Makes thumbnails anew from their pictures; answers how many, and the names of images whose pictures cannot be read. */
export async function remakeThumbnails(
  { root }: Pick<App, 'root'>,
  thumbnails: readonly ImageFileName[],
): Promise<{ readonly made: number; readonly damaged: readonly string[] }> {
  const files = createFiles()
  const damaged: string[] = []
  let made = 0
  for (const { image_name, image_subfolder } of thumbnails) {
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
  return { made, damaged }
}

/** Puts images into the trash whose pictures are gone: from there they come back with those. Answers how many. */
export async function trashLost({ db }: Pick<App, 'db'>, pictures: readonly ImageFileName[]): Promise<number> {
  const names = pictures.map(({ image_name }) => image_name)
  return (await transaction(db, (tx) => trashImages(tx, names, { areLost: true }))).length
}
