import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The clone that a module runs from: the nearest folder upwards whose package is named `bottega`.
 *
 * @throws Error when there is none, which a clone cannot show
 */
export function findProjectRoot(moduleUrl: string): string {
  for (let folder = dirname(fileURLToPath(moduleUrl)); ; folder = dirname(folder)) {
    if (isProjectRoot(folder)) return folder
    if (folder === dirname(folder)) throw new Error(`${moduleUrl} lies outside a clone of bottega`)
  }
}

function isProjectRoot(folder: string): boolean {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return false
  const { name }: { name?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'))
  return name === 'bottega'
}
