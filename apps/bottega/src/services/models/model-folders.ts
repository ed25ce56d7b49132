import { readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError, type DeleteOrphansResult, type FoundModel, type OrphanedModel } from '@bottega/contracts'
import { listModels } from '../../data/repositories/models.ts'
import type { App } from '../app.ts'
import { findModels, isModelFile, listFiles } from './model-files.ts'
import { isInside, locateModel, readRecord } from './model-records.ts'

type Deps = Pick<App, 'db' | 'root'>

/**
 * Finds model files and folders of one model below a folder of the server.
 *
 * @throws AppError `model_scan_failed`
 */
export async function scanFolder(deps: Deps, scanPath: string | undefined): Promise<FoundModel[]> {
  const path = scanPath ?? ''
  try {
    if (path === '' || path.includes('\0')) throw new TypeError('no path')
    const found = await findModels(resolve(path), join(deps.root.models, 'core'))
    const installed = new Set(await listPaths(deps))
    return found.map((model) => ({ path: model, is_installed: installed.has(model) }))
  } catch (cause) {
    throw new AppError('model_scan_failed', { path: path.slice(0, 200) }, { cause })
  }
}

/** The folders of the models folder that hold model files and belong to no model. */
export async function listOrphans(deps: Deps): Promise<OrphanedModel[]> {
  const installed = await listPaths(deps)
  const entries = await readdir(deps.root.models, { withFileTypes: true })
  const orphans: OrphanedModel[] = []
  for (const entry of entries) {
    const folder = join(deps.root.models, entry.name)
    // links are not followed, so nothing outside is ever named; what is hidden is on its way in
    if (!entry.isDirectory() || entry.name.startsWith('.') || installed.some((path) => path === folder || isInside(folder, path)))
      continue
    const files = (await listFiles(folder)).filter(isModelFile)
    if (files.length === 0) continue
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
    const inner = files.map((file) => file.slice(folder.length + 1))
    orphans.push({
      path: entry.name,
      absolute_path: folder,
      files: inner,
      size_bytes: sizes.reduce((sum, size) => sum + size, 0),
    })
  }
  return orphans
}

/** Deletes folders that are orphans at this moment, by the paths of their list. */
export async function deleteOrphans(deps: Deps, paths: readonly string[]): Promise<DeleteOrphansResult> {
  const orphans = new Map((await listOrphans(deps)).map((orphan) => [orphan.path, orphan.absolute_path]))
  const deleted: string[] = []
  const errors = new Map<string, string>()
  for (const path of new Set(paths)) {
    const folder = orphans.get(path)
    if (folder === undefined) {
      errors.set(path, 'It is not in the list of orphans')
      continue
    }
    await rm(folder, { recursive: true, force: true })
    deleted.push(path)
  }
  return { deleted, errors: Object.fromEntries(errors) }
}

async function listPaths({ db, root }: Deps): Promise<string[]> {
  return (await listModels(db)).map((row) => locateModel(root, readRecord(row)))
}
