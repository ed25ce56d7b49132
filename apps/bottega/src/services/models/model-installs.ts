import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
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
import { transaction } from '../../data/database.ts'
import { isTaken } from '../../data/errors.ts'
import { createModel, findModel, findModelByPath, listModels } from '../../data/repositories/models.ts'
import { serverEvent } from '../../events/server-event.ts'
import { FileError } from '../../files/errors.ts'
import type { App } from '../app.ts'
import { describeForLog } from '../log/log.ts'
import { examineModel } from './model-classification.ts'
import { copyModel, moveModel, type Reading, readModel } from './model-files.ts'
import { applyChanges, describePath, presentModel, readRecord } from './model-records.ts'

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
  /** Takes an install back that has not ended; one that has stays as it is. @throws AppError `model_install_not_found` */
  cancel(id: number): void
  /** Forgets installs that have ended. */
  prune(): void
  /** Takes all back that have not ended, and waits until nothing is under way any more. */
  stop(): Promise<void>
}

type Job = { -readonly [Key in keyof ModelInstallJob]: ModelInstallJob[Key] }
const ENDED: readonly ModelInstallJob['status'][] = ['completed', 'error', 'cancelled']

/** Creates the line of installs of a server. */
export function createModelInstalls(deps: Deps): ModelInstalls {
  const jobs = new Map<number, Job>()
  /** Ends the install that is under way. */
  const aborts = new Map<number, AbortController>()
  let lastId = 0
  let line: Promise<void> = Promise.resolve()

  function get(id: number): Job {
    const job = jobs.get(id)
    if (job === undefined) throw new AppError('model_install_not_found', { jobId: id })
    return job
  }

  function cancel(job: Job): void {
    if (ENDED.includes(job.status)) return
    job.status = 'cancelled'
    aborts.get(job.id)?.abort()
    deps.events.publish(serverEvent('model_install_cancelled', { id: job.id, source: job.source }))
  }

  return {
    async order(source, { inplace, request }) {
      const path = await findLocalSource(source)
      const { access_token: _secret, ...changes } = request
      refuseKey(changes)
      if (inplace) await refuseInstalled(deps, path)
      const active = [...jobs.values()].find((job) => job.local_path === path && !ENDED.includes(job.status))
      if (active) return { ...active }
      const job = describeJob({ id: ++lastId, path, inplace, changes })
      jobs.set(job.id, job)
      const abort = new AbortController()
      aborts.set(job.id, abort)
      line = line.then(() => run(deps, job, abort.signal)).finally(() => aborts.delete(job.id))
      return { ...job }
    },
    list: () => [...jobs.values()],
    get,
    cancel: (id) => cancel(get(id)),
    prune() {
      for (const [id, { status }] of jobs) if (ENDED.includes(status)) jobs.delete(id)
    },
    async stop() {
      for (const job of jobs.values()) cancel(job)
      await line
    },
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
  { inplace, isMoved, changes }: Omit<NewModel, 'path'>,
): Promise<ModelRecord> {
  const found = await findLocalSource(path)
  // moving what is used where it lies would leave its record without files
  if (inplace || isMoved) await refuseInstalled(deps, found)
  return recordModel(deps, { path: found, inplace, isMoved, changes })
}

/** A model that is to be recorded. */
export interface NewModel {
  readonly path: string
  /** It stays where it is. */
  readonly inplace: boolean
  /** When it does not stay: it goes into the models folder itself, not a copy of it. */
  readonly isMoved?: boolean | undefined
  readonly changes: ModelChanges
}

/**
 * Looks at a model and records it, after copying or moving it into the models folder unless it is to stay where it is.
 *
 * @throws AppError `model_file_refused`, `model_changes_invalid`, `model_conflict`; EngineError for files that are not sound;
 *         FileError; the signal's reason
 */
export async function recordModel(
  { db, root }: Pick<App, 'db' | 'root'>,
  { path, inplace, isMoved, changes }: NewModel,
  reading: Omit<Reading, 'copyTo'> = {},
): Promise<ModelRecord> {
  const key = changes.key ?? randomUUID()
  if (await findModel(db, key)) throw conflict('A model with this key is installed already')
  const { kind, ...named } = await examineModel(path, changes.base ?? undefined)
  const own = join(root.models, key)
  const describe = (hash: string, sizeBytes: number) => {
    const found = {
      key,
      hash,
      file_size: sizeBytes,
      ...named,
      source_type: 'path',
      path: describePath(root, inplace ? path : join(own, basename(path))),
      source: path,
      source_api_response: null,
      source_url: null,
      cover_image: null,
      ...kind,
    }
    // held to the schema of its type before anything is stored
    return applyChanges(found as ModelRecord, changes)
  }
  describe('', 0)
  const copy = inplace ? undefined : await (isMoved ? moveModel : copyModel)(path, own, reading)
  try {
    const { hash, sizeBytes } = copy?.fingerprint ?? (await readModel(path, reading))
    const record = describe(hash, sizeBytes)
    if (copy) await refuseSecondCopy(db, record)
    reading.signal?.throwIfAborted()
    await transaction(db, async (tx) => {
      await createModel(tx, key, JSON.stringify(record))
      // a mere rename, so that the row and its files are seen together
      await copy?.finish()
    })
    return record
  } catch (error) {
    await copy?.discard()
    if (isTaken(error)) throw conflict('A model with this key or path is installed already')
    throw error
  }
}

/** The same file copied twice helps nobody. */
async function refuseSecondCopy(db: App['db'], { hash, source }: ModelRecord): Promise<void> {
  const others = (await listModels(db, { hash })).map(readRecord)
  const other = others.find((record) => record.source === source && record.path !== null && !isAbsolute(record.path))
  if (other) throw conflict(`${other.name} is a copy of this model: it is installed already`)
}

function conflict(reason: string) {
  return new AppError('model_conflict', { reason })
}

/** @throws AppError `model_changes_invalid` for a key that is no name of a folder */
function refuseKey({ key }: ModelChanges): void {
  if (key == null || /^[\w-]{1,64}$/.test(key)) return
  throw new AppError('model_changes_invalid', { reason: 'key: must be 1 to 64 letters, digits, _ or -' })
}

async function run(deps: Deps, job: Job, signal: AbortSignal): Promise<void> {
  if (job.status !== 'waiting') return
  const told = { id: job.id, source: job.source }
  job.status = 'running'
  deps.events.publish(serverEvent('model_install_started', told))
  const onRead = (bytes: number) => {
    job.bytes = bytes
  }
  try {
    const asked = { path: job.local_path, inplace: job.inplace, changes: job.config_in }
    const { key } = await recordModel(deps, asked, { signal, onRead })
    const row = await findModel(deps.db, key)
    // recorded just now
    const config = presentModel(row!, SYSTEM_ACTOR)
    Object.assign(job, { status: 'completed', config_out: config, bytes: config.file_size, total_bytes: config.file_size })
    deps.events.publish(serverEvent('model_install_complete', { ...told, key, total_bytes: config.file_size, config }))
  } catch (error) {
    // taken back: that was told when it was
    if (signal.aborted) return
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
  if (known) throw conflict('A model with this path is installed already')
}
