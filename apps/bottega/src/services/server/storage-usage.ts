import * as fs from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { RootPaths } from '../../files/root.ts'

/** How many bytes the files of images take. */
export interface StorageUsage {
  readonly images: number
  readonly thumbnails: number
  readonly measuredAt: Date
}

/** Adds up the sizes of the files of images, one after the other, so that nobody else waits for the disk. */
export async function measureStorage({ images }: Pick<RootPaths, 'images'>, signal: AbortSignal): Promise<StorageUsage> {
  const thumbnails = join(images, 'thumbnails') + sep
  const sums = { images: 0, thumbnails: 0 }
  for await (const path of listFiles(images)) {
    if (signal.aborted) break
    // it may go meanwhile
    const size = await fs.stat(path).then(
      (state) => state.size,
      () => 0,
    )
    sums[path.startsWith(thumbnails) ? 'thumbnails' : 'images'] += size
  }
  return { ...sums, measuredAt: new Date() }
}

// a folder that is opened with `recursive` tells wrong parents of some files
async function* listFiles(folder: string): AsyncGenerator<string> {
  for await (const entry of await fs.opendir(folder)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* listFiles(path)
    else if (entry.isFile()) yield path
  }
}
