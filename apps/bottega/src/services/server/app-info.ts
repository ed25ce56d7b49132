import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../../files/errors.ts'
import type { App } from '../app.ts'

/** Packages whose versions help whoever looks for a fault. */
const TOLD = ['fastify', 'kysely', '@photostructure/sqlite', 'onnxruntime-node', 'sharp', 'socket.io', 'zod']

/** Versions of the program and of what it uses. */
export async function listVersions({
  version,
  projectRoot,
}: Pick<App, 'version' | 'projectRoot'>): Promise<Record<string, string>> {
  const versions: Record<string, string> = { bottega: version, node: process.versions.node, CUDA: 'N/A' }
  for (const name of TOLD) {
    const found = await findVersion(join(projectRoot, 'node_modules', name, 'package.json'))
    if (found !== undefined) versions[name] = found
  }
  return versions
}

async function findVersion(path: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'))
    const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
    return isManifest ? String(manifest.version) : undefined
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
