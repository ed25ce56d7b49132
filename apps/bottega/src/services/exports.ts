import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Actor, AppError, type DataExport, missingError } from '@bottega/contracts'
import { createBulkDownload, deleteBulkDownloads, updateBulkDownload } from '../data/repositories/bulk-downloads.ts'
import {
  type ExportedImage,
  findExportedImages,
  findExportedThings,
  listExports,
  listNamesOfOwner,
} from '../data/repositories/exports.ts'
import { findUser } from '../data/repositories/users.ts'
import { formatTime, parseTime } from '../data/time.ts'
import { serverEvent } from '../events/server-event.ts'
import { ownsOrOversees } from '../policies/decide.ts'
import { presentUser } from './accounts.ts'
import type { App } from './app.ts'
import { type AddToArchive, cleanName, KEPT_MS, removeArchiveFiles, writeArchive } from './archives.ts'
import { describeForLog } from './log.ts'
import type { StoredFile } from './stored-file.ts'

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'covers' | 'root' | 'events' | 'log'>

/** Images that are read from the store at once. */
const AT_ONCE = 200

const README = `What you have made with Bottega.

account.json         who you are on the server
images/              your pictures, as PNG files; their settings are inside them too
trash/               pictures that lie in your trash
images.json          a list of all of these: when they were made, on which board they lie, and the settings they were made with
boards.json          your boards, by the ids that images.json names
workflows.json       your workflows; workflows/ has their pictures
style_presets.json   your styles; style_presets/ has their pictures
system_prompts.json  your instructions for language models
client_state.json    how the page was arranged for you

Times are UTC. Passwords, sessions and keys are not in here, nor what others have made.
`

/**
 * Begins to pack all that somebody owns into an archive. Of one that is being packed already its name is answered, and a former
 * one goes. Events tell how it goes, and `showExports`.
 *
 * @throws AppError `user_not_found`, `private_work_closed`
 */
export async function startExport(deps: Deps, actor: Actor, userId: string): Promise<DataExport> {
  const user = await findUser(deps.db, userId)
  if (user === undefined) throw missingError('user', userId)
  if (!ownsOrOversees(actor, user)) throw new AppError('private_work_closed')
  const former = (await listExports(deps.db, actor.userId)).filter(({ exported_user_id }) => exported_user_id === userId)
  if (!former.some(({ status }) => status === 'started')) {
    const names = former.map(({ bulk_download_item_name }) => bulk_download_item_name)
    await removeArchiveFiles(deps, names)
    await deleteBulkDownloads(deps.db, names)
    const name = `bottega_${cleanName(user.display_name ?? '', 'export')}_${randomUUID()}.zip`
    await createBulkDownload(deps.db, {
      bulk_download_item_name: name,
      user_id: actor.userId,
      exported_user_id: userId,
      status: 'started',
      error: null,
      size_bytes: null,
      expires_at: formatTime(new Date(Date.now() + KEPT_MS)),
    })
    void pack(deps, actor.userId, userId, name)
  }
  const [started] = (await showExports(deps, actor)).filter(({ user_id }) => user_id === userId)
  if (started === undefined) throw missingError('user', userId)
  return started
}

/** Archives of all that somebody owns which the actor has asked for, the latest first. */
export async function showExports({ db }: Pick<App, 'db'>, actor: Actor): Promise<DataExport[]> {
  const now = formatTime(new Date())
  const rows = (await listExports(db, actor.userId)).filter(({ expires_at }) => expires_at > now)
  return rows.map(({ bulk_download_item_name, exported_user_id, status, error, size_bytes, created_at, expires_at }) => ({
    ...{ bulk_download_item_name, user_id: exported_user_id, status, error, size_bytes },
    created_at: parseTime(created_at).toISOString(),
    expires_at: parseTime(expires_at).toISOString(),
  }))
}

async function pack(deps: Deps, askerId: string, userId: string, name: string): Promise<void> {
  const id = name.replace(/\.zip$/, '')
  const told = { bulk_download_id: 'default', bulk_download_item_id: id, bulk_download_item_name: name, user_id: askerId }
  try {
    deps.events.publish(serverEvent('bulk_download_started', told))
    const size_bytes = await writeArchive(deps.root, name, (add) => fill(deps, userId, add))
    // it may have gone meanwhile with the account that it is about
    if (!(await updateBulkDownload(deps.db, name, { status: 'complete', size_bytes }))) return removeArchiveFiles(deps, [name])
    deps.events.publish(serverEvent('bulk_download_complete', told))
  } catch (error) {
    deps.log.write('error', `packing ${name}: ${describeForLog(error)}`)
    const reason = 'The archive could not be packed. Is the disk of the server full?'
    await updateBulkDownload(deps.db, name, { status: 'error', error: reason }).catch(() => undefined)
    deps.events.publish(serverEvent('bulk_download_error', { ...told, error: reason }))
  }
}

async function fill(deps: Deps, userId: string, add: AddToArchive): Promise<void> {
  const { db, readers, images, covers } = deps
  const user = await findUser(db, userId)
  if (user === undefined) throw missingError('user', userId)
  const addJson = (name: string, value: unknown) => add(name, Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`))
  const addFile = async (name: string, file: StoredFile | undefined) => file && add(name, file.stream())

  await add('README.txt', Buffer.from(README))
  await addJson('account.json', presentUser(user))
  const { boards, workflows, stylePresets, systemPrompts, clientState } = await findExportedThings(db, userId)
  await addJson('boards.json', boards.map(withoutOwner))
  await addJson(
    'workflows.json',
    workflows.map(({ workflow, compatibility: _, ...rest }) => ({
      ...withoutOwner(rest),
      workflow: JSON.parse(workflow) as unknown,
    })),
  )
  await addJson('style_presets.json', stylePresets.map(withoutOwner))
  await addJson('system_prompts.json', systemPrompts.map(withoutOwner))
  await addJson('client_state.json', Object.fromEntries(clientState.map(({ key, value }) => [key, value])))
  for (const { workflow_id: id } of workflows) await addFile(`workflows/${id}.webp`, await covers.workflows.open(id))
  for (const { style_preset_id: id } of stylePresets)
    await addFile(`style_presets/${id}.webp`, await covers.stylePresets.open(id))

  const names = await listNamesOfOwner(readers, userId)
  await add('images.json', Readable.from(writeImages(readImages(db, userId, names))))
  for await (const image of readImages(db, userId, names)) {
    const folder = image.deleted_at === null ? 'images' : 'trash'
    await addFile(`${folder}/${image.image_name}`, await images.open(image, 'full'))
  }
}

async function* readImages(db: App['db'], userId: string, names: readonly string[]): AsyncGenerator<ExportedImage> {
  for (let at = 0; at < names.length; at += AT_ONCE) yield* await findExportedImages(db, userId, names.slice(at, at + AT_ONCE))
}

/** A JSON list, image by image, since there can be very many. */
async function* writeImages(images: AsyncIterable<ExportedImage>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const { image_subfolder: _, metadata, ...image } of images) {
    // it was stored as JSON
    yield `${before}${JSON.stringify({ ...image, metadata: metadata === null ? null : (JSON.parse(metadata) as unknown) })}`
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

function withoutOwner<Thing extends { readonly user_id: string }>({ user_id: _, ...thing }: Thing): Omit<Thing, 'user_id'> {
  return thing
}
