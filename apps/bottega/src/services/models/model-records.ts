import { realpath, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import {
  type Actor,
  AppError,
  type DeleteModelsResult,
  type Direction,
  type ModelBase,
  type ModelChanges,
  type ModelFormat,
  type ModelOrder,
  ModelRecord,
  type ModelType,
  missingError,
  type ReidentifyModelsResult,
  type UploadedFile,
} from '@bottega/contracts'
import { EngineError } from '@bottega/engine'
import {
  deleteModel,
  findModel,
  listModels,
  type ModelFilter,
  type ModelRow,
  markModelCover,
  updateModel,
} from '../../data/repositories/models.ts'
import type { App } from '../app.ts'
import { saveCover } from '../images/picture-uploads.ts'
import type { StoredFile } from '../images/stored-file.ts'
import { directionOf } from '../lists.ts'
import { examineModel } from './model-classification.ts'
import { describeSupport } from './model-support.ts'

type Store = Pick<App, 'db'>
type Deps = Pick<App, 'db' | 'root' | 'covers' | 'pictures' | 'settings' | 'modelLocks'>

/** Which models a list shows, in the words of the route. */
export interface ModelQuery {
  readonly base_models?: readonly ModelBase[] | undefined
  readonly model_type?: ModelType | undefined
  readonly model_name?: string | undefined
  readonly model_format?: ModelFormat | undefined
  readonly order_by: ModelOrder
  readonly direction: Direction
}

/** Models in order. */
export async function showModels({ db }: Store, actor: Actor, query: ModelQuery): Promise<ModelRecord[]> {
  const { base_models, model_type, model_name, model_format, order_by, direction } = query
  const filter = { bases: base_models, type: model_type, name: model_name, format: model_format }
  const rows = await listModels(db, filter, { by: order_by, direction: directionOf(direction) })
  return rows.map((row) => presentModel(row, actor))
}

/** The models whose files are gone. */
export async function showMissingModels({ db, root }: Pick<App, 'db' | 'root'>, actor: Actor): Promise<ModelRecord[]> {
  const rows = await listModels(db)
  const isThere = await Promise.all(rows.map((row) => exists(locateModel(root, readRecord(row)))))
  return rows.filter((_row, index) => !isThere[index]).map((row) => presentModel(row, actor))
}

/** The first model that fits, or undefined. */
export async function findModelBy({ db }: Store, actor: Actor, filter: ModelFilter): Promise<ModelRecord | undefined> {
  const [row] = await listModels(db, filter)
  return row && presentModel(row, actor)
}

/** @throws AppError `model_not_found` */
export async function getModel({ db }: Store, actor: Actor, key: string): Promise<ModelRecord> {
  return presentModel(await getRow(db, key), actor)
}

/**
 * Changes what is sent of a model's record. A change of type takes settings along only where they fit the new one.
 *
 * @throws AppError `model_changes_invalid`, `model_busy`
 */
export async function changeModel(deps: Deps, actor: Actor, key: string, changes: ModelChanges): Promise<ModelRecord> {
  return deps.modelLocks.hold(key, async () => {
    const record = readRecord(await getRow(deps.db, key))
    await updateModel(deps.db, key, JSON.stringify(applyChanges(record, changes)))
    return getModel(deps, actor, key)
  })
}

/** A record with what a person says of it. @throws AppError `model_changes_invalid` */
export function applyChanges(record: ModelRecord, changes: ModelChanges): ModelRecord {
  // the key tells the record from others, and where its files lie is found out, not told
  const { key: _key, path: _path, source_url, ...others } = changes
  const said = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined))
  const url = source_url === undefined ? {} : { source_url: source_url || null }
  const isOtherType = changes.type != null && changes.type !== record.type
  const parsed = ModelRecord.safeParse({
    trigger_phrases: null,
    default_settings: null,
    ...record,
    ...(isOtherType && { default_settings: null }),
    ...said,
    ...url,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('model_changes_invalid', {
    reason: `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'does not fit'}`,
  })
}

/**
 * Removes a model. Its files go only when they lie in the models folder.
 *
 * @throws AppError `model_not_found`, `model_busy`
 */
export async function removeModel(deps: Deps, key: string): Promise<void> {
  await deps.modelLocks.hold(key, async () => {
    const path = locateModel(deps.root, readRecord(await getRow(deps.db, key)))
    await deleteModel(deps.db, key)
    await deps.covers.models.delete(key)
    if (!isInside(deps.root.models, path)) return
    // what a link leads to elsewhere is somebody else's
    const real = await realpath(dirname(path)).catch(() => undefined)
    const models = await realpath(deps.root.models)
    if (real === undefined || (real !== models && !isInside(models, real))) return
    // a managed model has a folder of its own, named by its key
    const own = join(deps.root.models, key)
    await rm(isInside(own, path) || path === own ? own : path, { recursive: true, force: true })
  })
}

/** Removes several models, each by itself. */
export async function removeModels(deps: Deps, keys: readonly string[]): Promise<DeleteModelsResult> {
  const { done, failed } = await forEachKey(keys, (key) => removeModel(deps, key))
  return { deleted: done, failed }
}

/**
 * Looks at the files of a model again, and keeps what a person has said of it.
 *
 * @throws AppError `model_unidentified`, `model_not_found`, `model_busy`
 */
export async function reidentifyModel(deps: Deps, actor: Actor, key: string): Promise<ModelRecord> {
  return deps.modelLocks.hold(key, async () => {
    const record = readRecord(await getRow(deps.db, key))
    try {
      const { kind } = await examineModel(locateModel(deps.root, record), record.base)
      await updateModel(deps.db, key, JSON.stringify(applyChanges(record, kind)))
    } catch (cause) {
      if (cause instanceof EngineError || (cause instanceof AppError && cause.code === 'model_file_refused')) {
        throw new AppError('model_unidentified', { key }, { cause })
      }
      throw cause
    }
    return getModel(deps, actor, key)
  })
}

/** The same for several models, each by itself. */
export async function reidentifyModels(deps: Deps, actor: Actor, keys: readonly string[]): Promise<ReidentifyModelsResult> {
  const { done, failed } = await forEachKey(keys, (key) => reidentifyModel(deps, actor, key))
  return { succeeded: done, failed }
}

/** @throws AppError `model_image_not_found` */
export async function getModelImage({ covers }: Pick<App, 'covers'>, key: string): Promise<StoredFile> {
  const file = await covers.models.open(key)
  if (file === undefined) throw new AppError('model_image_not_found', { key })
  return file
}

/** @throws AppError `upload_not_an_image`, `upload_unreadable`, `upload_too_many_pixels`, `model_busy` */
export async function setModelImage(deps: Deps, key: string, image: UploadedFile): Promise<void> {
  await deps.modelLocks.hold(key, async () => {
    await saveCover(deps, deps.covers.models, key, image)
    await markModelCover(deps.db, key, true)
  })
}

/** @throws AppError `model_image_not_found`, `model_busy` */
export async function removeModelImage(deps: Deps, key: string): Promise<void> {
  await deps.modelLocks.hold(key, async () => {
    await (await getModelImage(deps, key)).close()
    await markModelCover(deps.db, key, false)
    await deps.covers.models.delete(key)
  })
}

/** Where the files of a model are. */
export function locateModel(root: Pick<App['root'], 'models'>, { path }: Pick<ModelRecord, 'path'>): string {
  return resolve(root.models, path ?? '')
}

/** A path as records have it: relative inside the models folder, else absolute. */
export function describePath(root: Pick<App['root'], 'models'>, path: string): string {
  return isInside(root.models, path) ? relative(root.models, path) : path
}

/** Whether a path lies below a folder. */
export function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) && dirname(path) !== path
}

/** The record of a row. */
export function readRecord({ config }: Pick<ModelRow, 'config'>): ModelRecord {
  // written by installs and changes, which hold it to the schema
  return JSON.parse(config) as ModelRecord
}

/** A model as the actor sees it: where it lies and came from is for administrators. */
export function presentModel(row: ModelRow, actor: Actor): ModelRecord {
  const { key, has_cover, updated_at } = row
  const cover_image = has_cover ? `api/v2/models/i/${key}/image?${encodeURIComponent(updated_at)}` : null
  const stored = readRecord(row)
  const record = { ...stored, cover_image, ...describeSupport(stored) }
  if (actor.role === 'admin') return record
  const hidden = { path: null, source: null, source_api_response: null, source_url: null }
  return 'config_path' in record ? { ...record, ...hidden, config_path: null } : { ...record, ...hidden }
}

async function getRow(db: App['db'], key: string): Promise<ModelRow> {
  const row = await findModel(db, key)
  if (row === undefined) throw missingError('model', key)
  return row
}

async function forEachKey(keys: readonly string[], act: (key: string) => Promise<unknown>) {
  const done: string[] = []
  const failed: { key: string; error: string }[] = []
  for (const key of new Set(keys)) {
    try {
      await act(key)
      done.push(key)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push({ key, error: error.message })
    }
  }
  return { done, failed }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
