import * as fs from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { explainingWrites, makeFolder } from './disk.ts'
import { FileError } from './errors.ts'
import { refuseUnfinishedReplacement } from './replacement.ts'

/** Where everything of a root lies; absolute paths. */
export interface RootPaths {
  readonly root: string
  readonly settings: string
  readonly databases: string
  readonly images: string
  readonly models: string
  readonly modelCovers: string
  readonly stylePresetImages: string
  readonly workflowThumbnails: string
  readonly backups: string
  readonly logs: string
  readonly cache: string
  readonly secrets: string
  readonly signingKey: string
  readonly setupCode: string
  readonly serverInfo: string
}

/**
 * The paths of a root.
 *
 * @param root  absolute path
 * @param modelsDir  folder of managed models, relative to the root or absolute
 */
export function rootPaths(root: string, modelsDir = 'models'): RootPaths {
  const models = resolve(root, modelsDir)
  return {
    root,
    settings: join(root, 'bottega.yaml'),
    databases: join(root, 'databases'),
    images: join(root, 'outputs', 'images'),
    models,
    modelCovers: join(models, 'model_images'),
    stylePresetImages: join(root, 'style_presets'),
    workflowThumbnails: join(root, 'workflow_thumbnails'),
    backups: join(root, 'backups'),
    logs: join(root, 'logs'),
    cache: join(root, 'cache'),
    secrets: join(root, 'secrets'),
    signingKey: join(root, 'secrets', 'jwt.key'),
    setupCode: join(root, 'setup-code'),
    serverInfo: join(root, 'server.json'),
  }
}

const OWNER_ONLY = 0o700

/** Folders of a root that tell who its people are and what they make; models may be lent to other programs. */
export const PRIVATE_FOLDERS = [
  'databases',
  'outputs',
  'style_presets',
  'workflow_thumbnails',
  'backups',
  'logs',
  'cache',
] as const

/**
 * Makes the folders of a root that are missing. Nobody but its owner may enter `secrets`, nor change anything. The private folders are
 * closed to others when they are made; who opens one later has reasons.
 *
 * @throws FileError
 */
export async function prepareRoot(root: string, modelsDir?: string): Promise<RootPaths> {
  const paths = rootPaths(root, modelsDir)
  if (holds(paths.models, root)) {
    const text = `models_dir leads to ${paths.models}, in which the root lies. Choose a folder for models alone.`
    throw new FileError('file_unsuitable', text)
  }
  await refuseUnfinishedReplacement(root)
  await explainingWrites(root, async () => {
    const made: string[] = []
    const folders = [paths.databases, join(paths.images, 'thumbnails'), paths.modelCovers, paths.stylePresetImages]
    for (const folder of [...folders, paths.workflowThumbnails, paths.backups, paths.logs, paths.cache, paths.secrets]) {
      await makeFolder(folder, made)
    }
    const closed = PRIVATE_FOLDERS.map((name) => join(root, name)).filter((folder) => made.includes(folder))
    for (const folder of [...closed, paths.secrets]) await fs.chmod(folder, OWNER_ONLY)
  })
  return paths
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
