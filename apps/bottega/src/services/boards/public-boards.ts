import { AppError, missingError, type PublicBoard } from '@bottega/contracts'
import { hashSecretToken } from '../../auth/secret-tokens.ts'
import { listImages } from '../../data/gallery/gallery.ts'
import { findOpenLink } from '../../data/repositories/board-links.ts'
import { findImage } from '../../data/repositories/images.ts'
import { presentTime } from '../../data/time.ts'
import type { StoredFile } from '../images/stored-file.ts'
import type { Server } from '../server/server.ts'
import { openPublicPng } from './public-png.ts'

/** Somebody who follows a link: nobody knows who. */
export interface LinkFollower {
  readonly token: string
  /** The header as the connection has it. */
  readonly password: string | undefined
  readonly address: string
}

/** As whom the store is asked; there is no account of this name. */
const NOBODY = ''

/**
 * A page of the board that a link leads to, newest first: what is not intermediate, without a word of whose it is or how it was made.
 *
 * @throws AppError `link_not_found`, `link_password_required`, `login_throttled`
 */
export async function showPublicBoard(
  deps: Pick<Server, 'db' | 'readers' | 'linkPasswords'>,
  follower: LinkFollower,
  page: { readonly offset: number; readonly limit: number },
): Promise<PublicBoard> {
  const { board_id, board_name } = await openLink(deps, follower)
  const list = {
    scope: { kind: 'everyone' },
    boardId: board_id,
    isIntermediate: false,
    direction: 'desc',
    starredFirst: false,
  } as const
  const { items, total } = await listImages(deps.readers, list, NOBODY, page)
  const shown = items.map(({ image_name, width, height, created_at }) => {
    const base = `api/v1/public/${follower.token}/images/${encodeURIComponent(image_name)}`
    return {
      ...{ image_name, width, height },
      created_at: presentTime(created_at),
      image_url: `${base}/full`,
      thumbnail_url: `${base}/thumbnail`,
    }
  })
  return { board: { board_name, image_count: total }, items: shown, ...page, total }
}

/**
 * A file of an image on the board that a link leads to; a whole picture without all that is written into it.
 *
 * @throws AppError `link_not_found`, `link_password_required`, `login_throttled`, `image_not_found` also for images elsewhere
 */
export async function getPublicFile(
  deps: Pick<Server, 'db' | 'images' | 'linkPasswords'>,
  follower: LinkFollower,
  imageName: string,
  kind: 'full' | 'thumbnail',
): Promise<StoredFile> {
  const { board_id } = await openLink(deps, follower)
  const image = await findImage(deps.db, imageName, NOBODY)
  const isShown = image !== undefined && image.board_id === board_id && image.is_intermediate === 0
  const file = isShown ? await deps.images.open(image, kind) : undefined
  const shown = file && kind === 'full' ? await openPublicPng(file) : file
  if (shown === undefined) throw missingError('image', imageName)
  return shown
}

async function openLink({ db, linkPasswords }: Pick<Server, 'db' | 'linkPasswords'>, { token, password, address }: LinkFollower) {
  const link = await findOpenLink(db, hashSecretToken(token))
  if (link === undefined) throw new AppError('link_not_found')
  const { id, password_hash } = link
  if (password_hash !== null) await linkPasswords.check({ id, password_hash }, password, address)
  return link
}
