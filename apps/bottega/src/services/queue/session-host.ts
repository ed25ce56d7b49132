import { randomUUID } from 'node:crypto'
import { type Actor, NO_BOARD } from '@bottega/contracts'
import type { JsonObject } from '@bottega/graph'
import { type Tx, transaction } from '../../data/database.ts'
import { StoreError } from '../../data/errors.ts'
import type { ImageRecord } from '../../data/gallery/image-record.ts'
import { findBoard } from '../../data/repositories/boards.ts'
import { createImage, findImage, findImageMetadata, findImages } from '../../data/repositories/images.ts'
import { findModel } from '../../data/repositories/models.ts'
import { findStylePreset } from '../../data/repositories/style-presets.ts'
import { serverEvent } from '../../events/server-event.ts'
import { FileError } from '../../files/errors.ts'
import { canUseBoard } from '../../policies/boards.ts'
import { canUseImage } from '../../policies/images.ts'
import { canUseLibrary } from '../../policies/library.ts'
import type { ClaimedItem } from '../../queue/claim.ts'
import { isClaimed } from '../../queue/is-claimed.ts'
import { type ImageToSave, NodeRefusal, type SessionHost } from '../../worker/session-port.ts'
import type { App } from '../app.ts'
import { chooseSubfolder } from '../images/image-uploads.ts'
import { readStoredFile } from '../images/stored-file.ts'
import { parseJsonObject } from '../json-text.ts'
import { describeForLog } from '../log/log.ts'
import { locateModel, presentModel, readRecord } from '../models/model-records.ts'
import { findSessionOwner } from './session-owner.ts'

type Deps = Pick<App, 'db' | 'events' | 'images' | 'log' | 'root' | 'settings'>

/**
 * What the server does for the nodes of one session, in the name of its owner and with the owner's rights of that moment: none, once
 * the account is gone or may not act any more.
 */
export function createSessionHost(deps: Deps, item: ClaimedItem): SessionHost {
  const { db } = deps

  async function requireOwner(): Promise<Actor> {
    const owner = await findSessionOwner(deps, item.user_id)
    if (owner === undefined) throw refuseOwner()
    return owner
  }

  async function requireImage(imageName: string): Promise<ImageRecord> {
    const image = await findImage(db, imageName, item.user_id)
    if (image === undefined) throw new NodeRefusal('ImageNotFoundError', `Image ${imageName} not found`)
    if (canUseImage(await requireOwner(), 'read', image) === 'allowed') return image
    throw new NodeRefusal('PermissionError', 'Queue user is not authorized to access this image')
  }

  return {
    async loadImage(imageName) {
      const file = await deps.images.open(await requireImage(imageName), 'full')
      if (file === undefined) throw new NodeRefusal('ImageNotFoundError', `The file of image ${imageName} is missing`)
      return readStoredFile(file)
    },

    async loadMetadata(imageName) {
      await requireImage(imageName)
      // it was stored as JSON, so its values are
      return (parseJsonObject((await findImageMetadata(db, imageName)) ?? undefined) as JsonObject | undefined) ?? null
    },

    async hasImages(imageNames) {
      const owner = await requireOwner()
      const found = await findImages(db, imageNames, item.user_id)
      return found.length === new Set(imageNames).size && found.every((image) => canUseImage(owner, 'read', image) === 'allowed')
    },

    saveImage: (image) => saveImage(deps, item, image),

    async findModel(key) {
      const row = await findModel(db, key)
      if (row === undefined) throw new NodeRefusal('UnknownModelException', `Model ${key} not found`)
      const config = readRecord(row)
      const { hash, name, base, type } = config
      return { record: { key, hash, name, base, type }, path: locateModel(deps.root, config) }
    },

    async tellModelLoad({ key, submodel, isLoaded }) {
      const row = await findModel(db, key)
      if (row === undefined) return null
      const about = { config: presentModel(row, await requireOwner()), submodel_type: submodel, user_id: item.user_id }
      deps.events.publish(serverEvent(isLoaded ? 'model_load_complete' : 'model_load_started', about))
      return null
    },

    async loadStylePreset(id) {
      const preset = await findStylePreset(db, id)
      if (preset === undefined) throw new NodeRefusal('StylePresetNotFoundError', `Style preset ${id} not found`)
      const decision = canUseLibrary(await requireOwner(), 'read', { ...preset, isDefault: preset.type === 'default' })
      if (decision === 'denied') throw new NodeRefusal('PermissionError', 'Queue user is not authorized to use this style preset')
      return { positivePrompt: preset.positive_prompt, negativePrompt: preset.negative_prompt }
    },
  }
}

function refuseOwner(): NodeRefusal {
  return new NodeRefusal('PermissionError', 'Queue user is not authorized to use this server')
}

/** Stores the files and the row that makes them visible; a session that is over by then leaves neither. */
async function saveImage({ db, images, log, settings }: Deps, item: ClaimedItem, image: ImageToSave): Promise<string> {
  const imageName = `${randomUUID()}.png`
  const grounds = { image_category: image.category, is_intermediate: image.isIntermediate }
  const strategy = settings.values.image_subfolder_strategy
  const place = { image_name: imageName, image_subfolder: chooseSubfolder(strategy, imageName, grounds) }
  const storeRow = () =>
    transaction(db, async (tx) => {
      if (!(await isClaimed(tx, item))) throw new NodeRefusal('CanceledError', 'The session is over')
      // as of now: the files took their time, and the account may be gone
      const owner = await findSessionOwner({ db: tx, settings }, item.user_id)
      if (owner === undefined) throw refuseOwner()
      await createImage(tx, {
        ...place,
        ...grounds,
        user_id: item.user_id,
        board_id: await findOpenBoard(tx, owner, image.boardId),
        image_origin: 'internal',
        width: image.width,
        height: image.height,
        session_id: item.session_id,
        node_id: image.nodeId,
        // every picture carries the graph that made it
        has_workflow: true,
        placeholder: image.placeholder,
        size_bytes: image.bytes.length + image.thumbnail.length,
        metadata: image.metadata,
      })
    })
  try {
    await images.store(place, { png: image.bytes, thumbnail: image.thumbnail }, storeRow)
  } catch (error) {
    throw explainStorage(error, log)
  }
  return imageName
}

// who made the picture may not know where it was to lie
function explainStorage(error: unknown, log: App['log']): unknown {
  if (!(error instanceof FileError) && !(error instanceof StoreError)) return error
  log.write('error', `An image could not be stored: ${describeForLog(error)}`)
  const why = error.code === 'disk_full' ? 'no space is left on the server' : 'its disk refused it'
  return new NodeRefusal(
    'StorageError',
    `The image could not be stored: ${why}. Tell whoever looks after the server, then retry.`,
  )
}

// a board that was deleted or closed to the owner meanwhile costs nobody the work
async function findOpenBoard(tx: Tx<never>, owner: Actor, boardId: string | null): Promise<string | null> {
  if (boardId === null || boardId === NO_BOARD) return null
  const board = await findBoard(tx, boardId, owner.userId)
  return board !== undefined && canUseBoard(owner, 'add', board) === 'allowed' ? boardId : null
}
