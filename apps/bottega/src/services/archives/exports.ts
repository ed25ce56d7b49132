import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type DataExport, missingError } from '@bottega/contracts'
import { deleteBulkDownloads } from '../../data/repositories/bulk-downloads.ts'
import {
  type ExportedImage,
  findExportedImages,
  findExportedThings,
  findExportedWorkflows,
  listExports,
  listNamesOfOwner,
  listWorkflowsOfOwner,
} from '../../data/repositories/exports.ts'
import { findUser } from '../../data/repositories/users.ts'
import { formatTime, presentTime } from '../../data/time.ts'
import type { ZipEntry } from '../../files/zip-file.ts'
import { ownsOrOversees } from '../../policies/decide.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import { presentUser } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import type { StoredFile } from '../images/stored-file.ts'
import { inParts } from '../in-parts.ts'
import { cleanName, listPacking, REASONS, removeArchiveFiles, startArchive } from './archives.ts'

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'covers' | 'root' | 'events' | 'log'>

/** Images, and workflows, which are larger, that are read from the store at once. */
const AT_ONCE = { images: 200, workflows: 10 } as const

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
 * one goes. Events tell how it goes, and `showExports`. The audit log tells of it, and the owner where it is somebody else who packs.
 *
 * @throws AppError `user_not_found`, `private_work_closed`
 */
export async function startExport(deps: Deps, actor: Actor, userId: string, doer: Doer): Promise<DataExport> {
  const user = await findUser(deps.db, userId)
  if (user === undefined) throw missingError('user', userId)
  if (!ownsOrOversees(actor, user)) throw new AppError('private_work_closed')
  const former = (await listExports(deps.db, actor.userId)).filter(({ exported_user_id }) => exported_user_id === userId)
  const now = formatTime(new Date())
  const packing = listPacking()
  // one that is being packed may have been withdrawn meanwhile
  if (!former.some(({ bulk_download_item_name: name, expires_at }) => packing.has(name) && expires_at > now)) {
    const names = former.map(({ bulk_download_item_name }) => bulk_download_item_name)
    await removeArchiveFiles(deps, names)
    await deleteBulkDownloads(deps.db, names)
    const name = `bottega_${cleanName(user.display_name ?? '', 'export')}_${randomUUID()}.zip`
    const archive = { bulk_download_item_name: name, user_id: actor.userId, exported_user_id: userId }
    await startArchive(deps, archive, listEntries(deps, userId), async (tx) => {
      await recordAudit(tx, doer, { action: 'content_exported', target: { type: 'user', id: userId } })
      await noteForeignHand(tx, userId, doer, 'export')
    })
  }
  const [started] = (await showExports(deps, actor)).filter(({ user_id }) => user_id === userId)
  if (started === undefined) throw missingError('user', userId)
  return started
}

/** Archives of all that somebody owns which the actor has asked for, the latest first. */
export async function showExports({ db }: Pick<App, 'db'>, actor: Actor): Promise<DataExport[]> {
  const now = formatTime(new Date())
  const before = listPacking()
  const exports = (await listExports(db, actor.userId)).filter(({ expires_at }) => expires_at > now)
  const rows = exports.filter(({ exported_user_id }) => ownsOrOversees(actor, { user_id: exported_user_id }))
  // one may have been ended since it was read
  const packing = new Set([...before, ...listPacking()])
  return rows.map(({ bulk_download_item_name: name, exported_user_id, status, error, size_bytes, created_at, expires_at }) => ({
    ...{ bulk_download_item_name: name, user_id: exported_user_id, size_bytes },
    // what nobody packs, though its row says so, ended when that could not be stored
    ...(status === 'started' && !packing.has(name) ? { status: 'error', error: REASONS.failed } : { status, error }),
    created_at: presentTime(created_at),
    expires_at: presentTime(expires_at),
  }))
}

/** Everything that is kept for somebody, as files. */
async function* listEntries({ db, readers, images, covers }: Deps, userId: string): AsyncGenerator<ZipEntry> {
  const user = await findUser(db, userId)
  if (user === undefined) throw missingError('user', userId)
  const { boards, stylePresets, systemPrompts, clientState } = await findExportedThings(db, userId)
  yield { name: 'README.txt', input: README }
  yield writeJson('account.json', presentUser(user))
  yield writeJson('boards.json', boards.map(withoutOwner))
  yield writeJson('style_presets.json', stylePresets.map(withoutOwner))
  yield writeJson('system_prompts.json', systemPrompts.map(withoutOwner))
  yield writeJson('client_state.json', Object.fromEntries(clientState.map(({ key, value }) => [key, value])))
  for (const { style_preset_id: id } of stylePresets)
    yield* readFile(`style_presets/${id}.webp`, await covers.stylePresets.open(id))

  const workflowIds = await listWorkflowsOfOwner(db, userId)
  yield { name: 'workflows.json', input: writeList(readWorkflows(db, userId, workflowIds)) }
  for (const id of workflowIds) yield* readFile(`workflows/${id}.webp`, await covers.workflows.open(id))

  const names = await listNamesOfOwner(readers, userId)
  yield { name: 'images.json', input: writeList(describeImages(readImages(db, userId, names))) }
  for await (const image of readImages(db, userId, names)) {
    const folder = image.deleted_at === null ? 'images' : 'trash'
    yield* readFile(`${folder}/${image.image_name}`, await images.open(image, 'full'))
  }
}

function writeJson(name: string, value: unknown): ZipEntry {
  return { name, input: `${JSON.stringify(value, undefined, 2)}\n` }
}

/** The file as an entry; none where it is gone. */
function* readFile(name: string, file: StoredFile | undefined): Generator<ZipEntry> {
  if (file !== undefined) yield { name, input: file.stream() }
}

async function* readWorkflows(db: App['db'], userId: string, ids: readonly string[]): AsyncGenerator<object> {
  for (const some of inParts(ids, AT_ONCE.workflows)) {
    for (const { workflow, compatibility: _, ...rest } of await findExportedWorkflows(db, userId, some)) {
      yield { ...withoutOwner(rest), workflow: JSON.parse(workflow) as unknown }
    }
  }
}

async function* readImages(db: App['db'], userId: string, names: readonly string[]): AsyncGenerator<ExportedImage> {
  for (const some of inParts(names, AT_ONCE.images)) yield* await findExportedImages(db, userId, some)
}

async function* describeImages(images: AsyncIterable<ExportedImage>): AsyncGenerator<object> {
  for await (const { image_subfolder: _, metadata, ...image } of images) {
    // it was stored as JSON
    yield { ...image, metadata: metadata === null ? null : (JSON.parse(metadata) as unknown) }
  }
}

/** A JSON list, thing by thing, since there can be very many. */
async function* writeList(things: AsyncIterable<object>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const thing of things) {
    yield before + JSON.stringify(thing)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

function withoutOwner<Thing extends { readonly user_id: string }>({ user_id: _, ...thing }: Thing): Omit<Thing, 'user_id'> {
  return thing
}
