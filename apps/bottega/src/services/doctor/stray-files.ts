import * as fs from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { findUnknownImages, listFileRemovals } from '../../data/repositories/images.ts'
import { makeClosedFolder, makeFolder } from '../../files/disk.ts'
import { stampTime } from '../../files/names.ts'
import type { App } from '../app.ts'
import { isInside } from '../models/model-records.ts'

type Deps = Pick<App, 'db' | 'root'>

/** A younger file may belong to an image that is just being stored. */
const SPARED_MS = 10 * 60 * 1000
const PICTURE = /\.(?:png|webp)$/

/** Files of images to which no image belongs, relative to the folder of images: pictures, and thumbnails. */
export async function listStrayFiles(deps: Deps): Promise<string[]> {
  const { images } = deps.root
  const entries = await fs.readdir(images, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
    .map((entry) => relative(images, join(entry.parentPath, entry.name)))
    // second names of files whose rows are about to come
    .filter((path) => !path.startsWith('.'))
  return keepStrays(deps, paths)
}

/**
 * Moves stray files out of the way, each looked at once more: it has to be a file of its own inside the folder of images, and no image may
 * have come to it.
 *
 * @param paths  what `listStrayFiles` has found, and nothing else
 * @returns the folder that they lie in, and how many they are
 */
export async function setStraysAside(deps: Deps, paths: readonly string[]): Promise<{ folder: string; moved: number }> {
  const { root, images } = deps.root
  const folder = join(root, 'orphans', stampTime(new Date()))
  const home = await fs.realpath(images)
  let moved = 0
  for (const path of await keepStrays(deps, paths)) {
    const file = join(images, path)
    if (!isInside(home, await fs.realpath(file)) || !(await fs.lstat(file)).isFile()) continue
    const to = join(folder, path)
    await makeClosedFolder(join(root, 'orphans'))
    await makeFolder(dirname(to))
    await fs.rename(file, to)
    moved++
  }
  return { folder, moved }
}

/** Those of the files that are old enough and have no image. */
async function keepStrays({ db, root }: Deps, paths: readonly string[]): Promise<string[]> {
  const namesOfImages = paths.map(nameOfImage)
  const unknown = new Set(await findUnknownImages(db, namesOfImages))
  // these go by themselves
  for (const { image_name } of await listFileRemovals(db)) unknown.delete(image_name)
  const strays: string[] = []
  for (const [index, path] of paths.entries()) {
    if (!unknown.has(namesOfImages[index] ?? '')) continue
    const state = await fs.lstat(join(root.images, path)).catch(() => undefined)
    if (state?.isFile() && Date.now() - state.mtimeMs > SPARED_MS) strays.push(path)
  }
  return strays
}

function nameOfImage(path: string): string {
  return (path.split(sep).at(-1) ?? '').replace(/\.webp$/, '.png')
}
