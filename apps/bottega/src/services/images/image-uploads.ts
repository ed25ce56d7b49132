import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  type ImageCategory,
  type ImageDto,
  missingError,
  NO_BOARD,
  type Settings,
  type UploadedFile,
} from '@bottega/contracts'
import { z } from 'zod'
import { transaction } from '../../data/database.ts'
import { createImage, findImage } from '../../data/repositories/images.ts'
import { readPngTexts, replacePngTexts } from '../../pictures/png-text.ts'
import { checkThings } from '../access.ts'
import type { App } from '../app.ts'
import { parseJsonObject } from '../json-text.ts'
import { presentImage } from '../presenters.ts'
import { findSessionOwner } from '../queue/session-owner.ts'
import { readingPicture, readPictureUpload } from './picture-uploads.ts'

/** An upload as it was asked for. */
export interface Upload {
  readonly file: UploadedFile
  readonly image_category: ImageCategory
  readonly is_intermediate: boolean
  readonly board_id?: string | undefined
  readonly session_id?: string | undefined
  readonly crop_visible: boolean
  readonly resize_to?: string | undefined
  readonly metadata?: string | undefined
}

const KEYWORDS = ['invokeai_metadata', 'invokeai_workflow', 'invokeai_graph'] as const

/**
 * Keeps an uploaded picture as a PNG with its small picture, and what it says of its origin.
 *
 * @throws AppError `upload_not_an_image`, `upload_unreadable`, `upload_too_many_pixels`, `resize_to_invalid`, and what
 * `checkThings` throws about the board
 */
export async function uploadImage(
  deps: Pick<App, 'db' | 'images' | 'pictures' | 'settings'>,
  actor: Actor,
  upload: Upload,
): Promise<ImageDto> {
  const { values: settings } = deps.settings
  const resizeTo = upload.resize_to === undefined ? undefined : parseSize(upload.resize_to)
  const bytes = await readPictureUpload(upload.file)
  const changes = { cropVisible: upload.crop_visible, resizeTo }
  const picture = await readingPicture(deps, () => deps.pictures.prepare(bytes, changes))
  const origin = describeOrigin(await readPngTexts(bytes, KEYWORDS), upload.metadata)
  const png = replacePngTexts(picture.png, KEYWORDS, origin.texts)
  const { thumbnail, placeholder, width, height } = picture

  const name = `${randomUUID()}.png`
  const place = { image_name: name, image_subfolder: chooseSubfolder(settings.image_subfolder_strategy, name, upload) }
  const boardId = upload.board_id === undefined || upload.board_id === NO_BOARD ? null : upload.board_id
  await deps.images.store(place, { png, thumbnail }, () =>
    transaction(deps.db, async (tx) => {
      // reading the picture took its time: the account may be gone by now, and the board gone or closed
      const owner = await findSessionOwner({ db: tx, settings: deps.settings }, actor.userId)
      if (owner === undefined) throw new AppError('token_orphaned')
      if (boardId !== null) await checkThings({ db: tx }, owner, { resource: 'board', action: 'upload', ids: [boardId] })
      await createImage(tx, {
        ...place,
        user_id: actor.userId,
        board_id: boardId,
        image_origin: 'external',
        image_category: upload.image_category,
        width,
        height,
        session_id: upload.session_id ?? null,
        node_id: null,
        is_intermediate: upload.is_intermediate,
        has_workflow: origin.hasWorkflow,
        placeholder,
        size_bytes: png.length + thumbnail.length,
        metadata: origin.metadata,
      })
    }),
  )
  const image = await findImage(deps.db, name, actor.userId)
  if (image === undefined) throw missingError('image', name)
  return presentImage(image, actor)
}

/** The sub-folder of a new image by the setting; days are local ones. */
export function chooseSubfolder(
  strategy: Settings['image_subfolder_strategy'],
  imageName: string,
  image: { readonly image_category: ImageCategory; readonly is_intermediate: boolean },
): string {
  switch (strategy) {
    case 'flat':
      return ''
    case 'date': {
      const now = new Date()
      return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('/')
    }
    case 'type':
      return image.is_intermediate ? 'intermediate' : image.image_category
    case 'hash':
      return imageName.slice(0, 2)
  }
}

const Size = z
  .strictObject({ width: z.int().min(1), height: z.int().min(1) })
  .refine(({ width, height }) => width * height <= 4096 * 4096)

function parseSize(text: string) {
  const parsed = Size.safeParse(parseJsonObject(text))
  if (!parsed.success) throw new AppError('resize_to_invalid')
  return parsed.data
}

/** What is kept of what a picture says of its origin: texts inside it, and metadata beside it. */
function describeOrigin(said: Partial<Record<(typeof KEYWORDS)[number], string>>, givenMetadata: string | undefined) {
  const metadata = keepObject(givenMetadata ?? said.invokeai_metadata)
  const workflow = keepObject(said.invokeai_workflow, ['nodes', 'edges'])
  const graph = keepObject(said.invokeai_graph, ['nodes', 'edges'])
  const kept = { invokeai_metadata: metadata, invokeai_workflow: workflow, invokeai_graph: graph }
  return {
    metadata: metadata ?? null,
    hasWorkflow: workflow !== undefined || graph !== undefined,
    texts: Object.entries(kept).flatMap(([keyword, text]) => (text === undefined ? [] : [{ keyword, text }])),
  }
}

/** The text itself if it is a JSON object with these keys. NUL ends texts of the store, so it counts as damage. */
function keepObject(text: string | undefined, keys: readonly string[] = []): string | undefined {
  const value = text?.includes('\0') ? undefined : parseJsonObject(text)
  return value !== undefined && keys.every((key) => key in value) ? text : undefined
}
