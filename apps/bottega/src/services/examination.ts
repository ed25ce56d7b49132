import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { findUnknownImages, listImagePlaces } from '../data/repositories/images.ts'
import { createImageFiles } from '../files/image-files.ts'
import { findServer } from '../files/server-info.ts'
import { isSetupRequired, listAccounts } from './accounts.ts'
import type { App } from './app.ts'
import { showMissingModels, showModels } from './model-records.ts'

/** Something that was looked at. */
export interface Finding {
  readonly subject: string
  readonly isWell: boolean
  /** What was found, and where it is wrong what to do. */
  readonly text: string
}

/** An open root, as far as it is looked at. */
type Examined = Pick<App, 'root' | 'settings' | 'db'> & { close(): Promise<void> }

/** Files that are named, when more are gone. */
const SHOWN_FILES = 20
/** Less than this is soon full. */
const LITTLE_SPACE_BYTES = 2 * 2 ** 30

/**
 * Looks at a root: settings, folders, database, models, images, space, accounts, secrets and server.
 *
 * @param path  of the root
 * @param open  opens it; what it throws is the finding
 */
export async function examineRoot(path: string, open: () => Promise<Examined>): Promise<Finding[]> {
  const isNew = !existsSync(path)
  let examined: Examined
  try {
    examined = await open()
  } catch (error) {
    return [{ subject: 'Root', isWell: false, text: error instanceof Error ? error.message : String(error) }]
  }
  try {
    const { settings, root } = examined
    return [
      // who has mistyped the path would read that all is well
      { subject: 'Root', isWell: true, text: isNew ? `${path}, which was not there and is new` : path },
      { subject: 'Settings', isWell: settings.warnings.length === 0, text: settings.warnings.join(' ') || root.settings },
      examineDatabase(examined),
      await examineModels(examined),
      await examineImages(examined),
      await examineSpace(path),
      await examineAccounts(examined),
      await examineSecrets(examined),
      await examineServer(examined),
    ]
  } finally {
    await examined.close()
  }
}

function examineDatabase({ db }: Examined): Finding {
  const [row] = db.sqlite.prepare('pragma quick_check(1)').all([])
  const verdict = String(row?.quick_check)
  if (verdict === 'ok') return { subject: 'Database', isWell: true, text: 'sound and up to date' }
  return { subject: 'Database', isWell: false, text: `damaged (${verdict}). Put back the latest file of the backups folder.` }
}

async function examineModels(examined: Examined): Promise<Finding> {
  const all = await showModels(examined, SYSTEM_ACTOR, { order_by: 'name', direction: 'ASC' })
  const missing = await showMissingModels(examined, SYSTEM_ACTOR)
  if (missing.length === 0) return { subject: 'Models', isWell: true, text: `${all.length}, all with their files` }
  const names = missing.map(({ name }) => name).join(', ')
  return { subject: 'Models', isWell: false, text: `the files of ${names} are gone. Put them back, or remove the models.` }
}

async function examineImages({ db, root }: Examined): Promise<Finding> {
  const places = await listImagePlaces(db)
  const missing = await createImageFiles(root.images).listMissing(places)
  // a server may have deleted some meanwhile
  const deleted = new Set(
    await findUnknownImages(
      db,
      missing.map(({ place }) => place.image_name),
    ),
  )
  const names = missing
    .filter(({ place }) => !deleted.has(place.image_name))
    .map(({ place, kind }) => `${kind === 'full' ? '' : 'thumbnail of '}${join(place.image_subfolder, place.image_name)}`)
  if (names.length === 0) {
    const text = places.length === 0 ? 'none' : `${places.length}, all with their files`
    return { subject: 'Images', isWell: true, text }
  }
  const shown = names.slice(0, SHOWN_FILES).join(', ')
  const more = names.length > SHOWN_FILES ? ` and ${names.length - SHOWN_FILES} more` : ''
  const text = `${names.length} files are gone: ${shown}${more}. Put them back, or delete the images.`
  return { subject: 'Images', isWell: false, text }
}

async function examineSpace(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const text = `${(free / 2 ** 30).toFixed(1)} GiB free`
  if (free >= LITTLE_SPACE_BYTES) return { subject: 'Space', isWell: true, text }
  return { subject: 'Space', isWell: false, text: `only ${text}. Make room, or choose another root.` }
}

async function examineAccounts({ db, settings }: Examined): Promise<Finding> {
  const subject = 'Accounts'
  if (!settings.values.multiuser) return { subject, isWell: true, text: 'not used: the setting multiuser is off' }
  if (await isSetupRequired({ db, settings })) {
    return { subject, isWell: false, text: 'there is no administrator. Make one with "bottega useradd --admin".' }
  }
  return { subject, isWell: true, text: `${(await listAccounts({ db })).length}, with an administrator` }
}

async function examineSecrets({ root }: Examined): Promise<Finding> {
  const subject = 'Secrets'
  const modes = await Promise.all([root.signingKey, root.setupCode].map(async (path) => ({ path, mode: await readMode(path) })))
  const open = modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ path }) => path)
  if (open.length === 0) return { subject, isWell: true, text: 'for the owner of the root alone' }
  const text = `others may reach ${open.join(', ')}. Take their rights away with chmod go=, then make a new secret with "bottega config rotate-secret".`
  return { subject, isWell: false, text }
}

/** The rights to a file; none where there is no such file, and where the system has no such rights. */
async function readMode(path: string): Promise<number> {
  if (process.platform === 'win32') return 0
  return stat(path).then(
    ({ mode }) => mode,
    () => 0,
  )
}

async function examineServer({ root }: Examined): Promise<Finding> {
  const server = await findServer(root.serverInfo)
  if (server === undefined) return { subject: 'Server', isWell: true, text: 'none runs on this root' }
  const isAlive = await fetch(`${server.url}/health/live`, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.ok,
    // it answered, with a certificate of its own making
    (error) => /CERT|SIGNATURE/.test(String(error?.cause?.code)),
  )
  if (isAlive) return { subject: 'Server', isWell: true, text: `runs at ${server.url} (process ${server.pid})` }
  return {
    subject: 'Server',
    isWell: false,
    text: `process ${server.pid} does not answer at ${server.url}. End it and start anew.`,
  }
}
