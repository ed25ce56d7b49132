import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from './files.ts'
import { type OpenFile, openFile } from './open-file.ts'

/** One small picture for each of some things: covers of models, thumbnails of workflows, pictures of presets. */
export interface CoverFiles {
  /**
   * Writes the cover of a thing, in place of the one it has.
   *
   * @param webp  bytes of a WebP file
   * @throws FileError
   */
  save(id: string, webp: Uint8Array): Promise<void>
  /** Opens the cover of a thing; undefined when it has none. */
  open(id: string): Promise<OpenFile | undefined>
  /** Deletes the cover of a thing, if it has one. */
  delete(id: string): Promise<void>
}

/**
 * Covers in this folder, which must exist, as `<id>.webp`.
 *
 * @param folder  absolute path
 */
export function createCoverFiles(folder: string, files: Pick<Files, 'replace'>): CoverFiles {
  const pathOf = (id: string) => {
    // an id never leads out of the folder
    if (!/^\w[\w-]*$/.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id of a cover`)
    return join(folder, `${id}.webp`)
  }
  return {
    save: (id, webp) => files.replace(pathOf(id), webp),
    open: (id) => openFile(pathOf(id)),
    delete: async (id) => fs.rm(pathOf(id), { force: true }),
  }
}
