import { randomUUID } from 'node:crypto'
import { cp, mkdir, rm, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve } from 'node:path'
import {
  AppError,
  type InstallRequest,
  type ModelChanges,
  type ModelInstallJob,
  type ModelRecord,
  SYSTEM_ACTOR,
} from '@bottega/contracts'
import { EngineError } from '@bottega/engine'
import { createModel, findModel, findModelByPath } from '../data/repositories/models.ts'
import { serverEvent } from '../events/server-event.ts'
import { explainWriteFailure, FileError } from '../files/errors.ts'
import type { App } from './app.ts'
import { describeForLog } from './log.ts'
import { examineModel, fingerprintModel } from './model-classification.ts'
import { applyChanges, describePath, presentModel } from './model-records.ts'

type Deps = Pick<App, 'db' | 'root' | 'events' | 'log'>

/** The installs since the server has started, one at a time, the oldest first. */
export interface ModelInstalls {
  /**
   * Orders the install of a model of this machine; of one that is being installed, that install is told.
   *
   * @throws AppError `not_offered`, `model_source_unsupported`, `model_file_refused`, `model_conflict`
   */
  order(source: string, options: { readonly inplace: boolean; readonly request: InstallRequest }): Promise<ModelInstallJob>
  list(): readonly ModelInstallJob[]
  /** @throws AppError `model_install_not_found` */
  get(id: number): ModelInstallJob
  /** Takes an install back that has not begun; one that has ended stays as it is. @throws AppError `model_install_not_found` */
  cancel(id: number): void
  /** Forgets installs that have ended. */
  prune(): void
  /** Waits for the installs that were ordered so far. */
  settle(): Promise<void>
}

type Job = { -readonly [Key in keyof ModelInstallJob]: ModelInstallJob[Key] }
const ENDED: readonly ModelInstallJob['status'][] = ['completed', 'error', 'cancelled']

/** Creates the line of installs of a server. */
export function createModelInstalls(deps: Deps): ModelInstalls {
  const jobs = new Map<number, Job>()
  let lastId = 0
  let line: Promise<void> = Promise.resolve()

  function get(id: number): Job {
    const job = jobs.get(id)
    if (job === undefined) throw new AppError('model_install_not_found', { jobId: id })
    return job
  }

  return {
    async order(source, { inplace, request }) {
      const path = await findLocalSource(source)
      const { access_token: _secret, ...changes } = request
      if (inplace) await refuseInstalled(deps, path)
      const active = [...jobs.values()].find((job) => job.local_path === path && !ENDED.includes(job.status))
      if (active) return { ...active }
      const job = describeJob({ id: ++lastId, path, inplace, changes })
      jobs.set(job.id, job)
      line = line.then(() => run(deps, job))
      return { ...job }
    },
    list: () => [...jobs.values()],
    get,
    cancel(id) {
      const job = get(id)
      if (job.status !== 'waiting') return
      job.status = 'cancelled'
      deps.events.publish(serverEvent('model_install_cancelled', { id, source: job.source }))
    },
    prune() {
      for (const [id, { status }] of jobs) if (ENDED.includes(status)) jobs.delete(id)
    },
    settle: () => line,
  }
}

/**
 * Installs a model at once, for commands.
 *
 * @param path  absolute
 * @throws AppError as `order` and `recordModel` do; EngineError for files that are not sound
 */
export async function installLocalModel(
  deps: Pick<App, 'db' | 'root'>,
  path: string,
  { inplace, changes }: Omit<NewModel, 'path'>,
): Promise<ModelRecord> {
  const found = await findLocalSource(path)
  if (inplace) await refuseInstalled(deps, found)
  return recordModel(deps, { path: found, inplace, changes })
}

/** A model that is to be recorded. */
export interface NewModel {
  readonly path: string
  readonly inplace: boolean
  readonly changes: ModelChanges
}

/**
 * Looks at a model and records it, after copying it into the models folder unless it is to stay where it is.
 *
 * @throws AppError `model_file_refused`, `model_changes_invalid`, `model_conflict`; EngineError for files that are not sound
 */
export async function recordModel(
  { db, root }: Pick<App, 'db' | 'root'>,
  { path, inplace, changes }: NewModel,
): Promise<ModelRecord> {
  const key = changes.key && /^[\w-]{1,64}$/.test(changes.key) ? changes.key : randomUUID()
  if (await findModel(db, key)) throw new AppError('model_conflict', { reason: 'A model with this key is installed already' })
  const { kind, ...named } = await examineModel(path, changes.base ?? undefined)
  const { hash, sizeBytes } = await fingerprintModel(path)
  const place = inplace ? path : join(root.models, key, basename(path))
  const found = {
    key,
    hash,
    file_size: sizeBytes,
    ...named,
    source_type: 'path',
    path: describePath(root, place),
    source: path,
    source_api_response: null,
    source_url: null,
    cover_image: null,
    ...kind,
  }
  // held to the schema of its type before anything is stored
  const record = applyChanges(found as ModelRecord, changes)
  if (!inplace) await copyModel(path, place, join(root.models, key))
  await createModel(db, key, JSON.stringify(record))
  return record
}

async function copyModel(from: string, to: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await cp(from, to, { recursive: true, errorOnExist: true, force: false })
  } catch (cause) {
    await rm(folder, { recursive: true, force: true })
    throw explainWriteFailure(cause, folder)
  }
}

async function run(deps: Deps, job: Job): Promise<void> {
  if (job.status !== 'waiting') return
  const told = { id: job.id, source: job.source }
  job.status = 'running'
  deps.events.publish(serverEvent('model_install_started', told))
  try {
    const { key } = await recordModel(deps, { path: job.local_path, inplace: job.inplace, changes: job.config_in })
    const row = await findModel(deps.db, key)
    // recorded just now
    const config = presentModel(row!, SYSTEM_ACTOR)
    Object.assign(job, { status: 'completed', config_out: config, bytes: config.file_size, total_bytes: config.file_size })
    deps.events.publish(serverEvent('model_install_complete', { ...told, key, total_bytes: config.file_size, config }))
  } catch (error) {
    const reason = explainFailure(error)
    if (reason === undefined) deps.log.write('error', `install ${job.id}: ${describeForLog(error)}`)
    const text = reason?.text ?? 'Something unforeseen happened; the log of the server tells more'
    Object.assign(job, { status: 'error', error_reason: reason?.type ?? 'Error', error: text })
    deps.events.publish(serverEvent('model_install_error', { ...told, error_type: reason?.type ?? 'Error', error: text }))
  }
}

/** What a person can be told of a failure; undefined for unforeseen ones. */
function explainFailure(error: unknown): { readonly type: string; readonly text: string } | undefined {
  if (error instanceof AppError || error instanceof EngineError || error instanceof FileError) {
    return { type: error.code, text: error.message }
  }
  return undefined
}

function describeJob({ id, path, inplace, changes }: NewModel & { readonly id: number }): Job {
  return {
    id,
    status: 'waiting',
    error_reason: null,
    config_in: changes,
    config_out: null,
    inplace,
    source: { type: 'local', path, inplace },
    local_path: path,
    bytes: 0,
    total_bytes: 0,
    source_metadata: null,
    download_parts: [],
    error: null,
    error_traceback: null,
  }
}

const REMOTE = /^(https?:\/\/|external:\/\/)/i
const REPOSITORY = /^[\w.-]+\/[\w.-]+(:\w*)?(:[\w./+-]+)?$/

/** The path of a source on this machine. A path that exists wins over a repository of the same name. */
async function findLocalSource(source: string): Promise<string> {
  const text = source.trim().replaceAll(/^"|"$/g, '')
  const path = resolve(text)
  const isThere = text !== '' && !text.includes('\0') && !REMOTE.test(text) && (await isFileOrFolder(path))
  if (isThere) {
    if (/\.(ckpt|pt|pth|bin)$/i.test(path)) {
      throw new AppError('model_file_refused', {
        reason: 'Files that can run code when they are read are not taken: use a .safetensors file',
      })
    }
    return path
  }
  if (REMOTE.test(text) || (REPOSITORY.test(text) && !isAbsolute(text))) {
    throw new AppError('not_offered', {
      sentence: 'Models are not fetched over the network yet: download the model and install it by its path',
    })
  }
  throw new AppError('model_source_unsupported', { source: text.slice(0, 200) })
}

async function isFileOrFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile() || found.isDirectory(),
    () => false,
  )
}

/** @throws AppError `model_conflict` */
async function refuseInstalled({ db, root }: Pick<App, 'db' | 'root'>, path: string): Promise<void> {
  const known = await findModelByPath(db, describePath(root, path))
  if (known) throw new AppError('model_conflict', { reason: 'A model with this path is installed already' })
}
