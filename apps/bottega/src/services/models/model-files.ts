import { createHash } from 'node:crypto'
import { createReadStream, type Dirent } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { explainWriteFailure } from '../../files/errors.ts'
import { nameUnfinished } from '../../files/leftovers.ts'

const MODEL_FILE = /\.(safetensors|ckpt|pt|pth|bin|gguf|onnx)$/i
/** A folder that holds one of these is one model. */
const MARKS = [
  'model_index.json',
  'config.json',
  'learned_embeds.bin',
  'learned_embeds.safetensors',
  'pytorch_lora_weights.bin',
  'pytorch_lora_weights.safetensors',
  'image_encoder.txt',
]
/** How deep a scan looks below the folder that it is given. */
const MAX_DEPTH = 20

/** Whether a file is one of a model, by its name. */
export function isModelFile(name: string): boolean {
  return MODEL_FILE.test(name)
}

/**
 * The model files and folders of one model below a folder, without those with hidden names.
 *
 * @param skipped  a folder that is left out
 */
export async function findModels(folder: string, skipped: string): Promise<string[]> {
  const found: string[] = []
  const entered = new Set<string>()
  const enter = async (path: string, depth: number): Promise<void> => {
    // links are followed, but never round in circles
    const real = await realpath(path)
    if (entered.has(real) || path === skipped) return
    entered.add(real)
    const entries = await readdir(path, { withFileTypes: true })
    if (entries.some(({ name }) => MARKS.includes(name))) {
      found.push(path)
      return
    }
    for (const entry of entries) {
      const inner = join(path, entry.name)
      if (entry.name.startsWith('.')) continue
      const kind = await kindOf(entry, inner)
      if (kind === 'file' && isModelFile(entry.name)) found.push(inner)
      // one folder that may not be read does not end the scan
      if (kind === 'folder' && depth < MAX_DEPTH) await enter(inner, depth + 1).catch(() => {})
    }
  }
  await enter(folder, 0)
  return found.sort()
}

/** The files below a folder in the order of their paths; links are not followed. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** What tells the content of a model from that of others. */
export interface ModelFingerprint {
  /** `sha256:<hex>`; of a folder, over the hashes of its files in the order of their names */
  readonly hash: string
  readonly sizeBytes: number
}

/** How a model is read. */
export interface Reading {
  /** Where a copy of it shall come to lie. */
  readonly copyTo?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told how many bytes were read, again and again. */
  readonly onRead?: ((bytes: number) => void) | undefined
}

/**
 * Reads a whole model once, in small pieces, so that others are not kept waiting, and copies it on the way. What links lead to is
 * read, and copied as files.
 *
 * @throws FileError; the signal's reason
 */
export async function readModel(path: string, { copyTo, signal, onRead }: Reading = {}): Promise<ModelFingerprint> {
  const isFolder = (await stat(path)).isDirectory()
  const files = isFolder ? await listReadable(path) : [path]
  const hashes: string[] = []
  let sizeBytes = 0
  for (const file of files) {
    const to = copyTo && (isFolder ? join(copyTo, relative(path, file)) : copyTo)
    const hash = createHash('sha256')
    await readFile(file, to, (chunk) => {
      signal?.throwIfAborted()
      hash.update(chunk)
      sizeBytes += chunk.length
      onRead?.(sizeBytes)
    })
    hashes.push(hash.digest('hex'))
  }
  const [only] = hashes
  const hex = files.length === 1 && only ? only : createHash('sha256').update(hashes.join('\n')).digest('hex')
  return { hash: `sha256:${hex}`, sizeBytes }
}

async function readFile(path: string, copyTo: string | undefined, look: (chunk: Buffer) => void): Promise<void> {
  const source = createReadStream(path, { highWaterMark: 2 ** 20 })
  if (copyTo === undefined) {
    for await (const chunk of source) look(chunk)
    return
  }
  try {
    await mkdir(dirname(copyTo), { recursive: true })
    const target = await open(copyTo, 'wx')
    try {
      for await (const chunk of source) {
        look(chunk)
        await target.write(chunk)
      }
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    source.destroy()
  }
}

/** A copy of a model that nobody sees until it is put in its place. */
export interface UnfinishedCopy {
  readonly fingerprint: ModelFingerprint
  /** Puts it in its place. */
  finish(): Promise<void>
  discard(): Promise<void>
}

/**
 * Copies a model into a folder of its own below the models folder.
 *
 * @param folder  the model's own, which becomes visible when the copy is finished
 * @throws FileError; the signal's reason
 */
export async function copyModel(path: string, folder: string, reading: Omit<Reading, 'copyTo'>): Promise<UnfinishedCopy> {
  const hidden = join(dirname(folder), nameUnfinished())
  const discard = () => rm(hidden, { recursive: true, force: true })
  try {
    const fingerprint = await readModel(path, { ...reading, copyTo: join(hidden, basename(path)) })
    return { fingerprint, discard, finish: () => rename(hidden, folder) }
  } catch (cause) {
    await discard()
    if (reading.signal?.aborted) throw cause
    throw explainWriteFailure(cause, folder)
  }
}

/**
 * Takes a model out of its place and into a folder of its own below the models folder.
 *
 * @param folder  the model's own
 * @throws FileError; the signal's reason
 */
export async function moveModel(path: string, folder: string, reading: Omit<Reading, 'copyTo'>): Promise<UnfinishedCopy> {
  const [from, to] = await Promise.all([stat(path), stat(dirname(folder))])
  if (from.dev === to.dev) {
    const fingerprint = await readModel(path, reading)
    const finish = async () => {
      await mkdir(folder)
      await rename(path, join(folder, basename(path)))
    }
    return { fingerprint, finish, discard: async () => {} }
  }
  // of another disk: there is a copy before anything goes
  const copy = await copyModel(path, folder, reading)
  const finish = async () => {
    await copy.finish()
    await rm(path, { recursive: true, force: true })
  }
  return { ...copy, finish }
}

/** The files of a model's folder in the order of their paths; model hubs link from there into a store, so links are followed. */
async function listReadable(folder: string): Promise<string[]> {
  const files: string[] = []
  const entered = new Set<string>()
  const enter = async (path: string): Promise<void> => {
    const real = await realpath(path)
    if (entered.has(real)) return
    entered.add(real)
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const inner = join(path, entry.name)
      const kind = await kindOf(entry, inner)
      if (kind === 'file') files.push(inner)
      if (kind === 'folder') await enter(inner)
    }
  }
  await enter(folder)
  return files.sort()
}

/** What an entry is, or what it leads to when it is a link. */
async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | undefined> {
  const found = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry
  if (found?.isFile()) return 'file'
  return found?.isDirectory() ? 'folder' : undefined
}
