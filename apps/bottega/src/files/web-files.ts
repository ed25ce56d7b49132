import { readdir, readFile } from 'node:fs/promises'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built page: a folder of the program's own, which does not change while it runs. */
export interface WebFiles {
  /** Paths below the folder, with slashes. */
  readonly names: readonly string[]
  /** @param name  one of `names` */
  read(name: string): Promise<Buffer>
}

/** Lists what a build of the page holds. */
export async function openWebFiles(folder: URL): Promise<WebFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const above = fileURLToPath(folder).length
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}${sep}${name}`.slice(above).split(sep).filter(Boolean).join('/'))
  return { names, read: (name) => readFile(new URL(name, folder)) }
}
