import { z } from 'zod'
import { BoardLink, BoardLinkWithToken, BoardShares, NewLink, PublicBoard, Share, ShareRequest } from '../entities/sharing.ts'
import { EMPTY, file } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wirePage } from '../wire-values.ts'

const params = z.object({ board_id: z.string() })
const sharing = { resource: 'board', by: 'board_id', action: 'share' } as const

/** Boards for chosen people, and for anybody who has a link. */
export const sharingRoutes = {
  shareBoard: defineRoute({
    method: 'POST',
    path: '/api/v1/boards/{board_id}/share',
    summary: 'Grant a board to others; a grant that exists is replaced',
    params,
    body: ShareRequest,
    response: BoardShares,
    status: 201,
    access: sharing,
    errors: ['user_not_found', 'share_target_refused'],
  }),
  listShares: defineRoute({
    method: 'GET',
    path: '/api/v1/boards/{board_id}/shares',
    summary: 'List the grants of a board, oldest first',
    params,
    response: z.array(Share),
    access: sharing,
  }),
  unshareBoard: defineRoute({
    method: 'DELETE',
    path: '/api/v1/boards/{board_id}/share/{user_id}',
    summary: 'Take a grant back, or give the own one up',
    params: z.object({ board_id: z.string(), user_id: z.string() }),
    response: EMPTY,
    // who was granted the board may see it, and end the own grant; others need the right to share
    access: { resource: 'board', by: 'board_id', action: 'read' },
    errors: ['board_share_forbidden', 'share_not_found'],
  }),
  createLink: defineRoute({
    method: 'POST',
    path: '/api/v1/boards/{board_id}/links',
    summary: 'Make a public link to a board',
    params,
    body: NewLink,
    response: BoardLinkWithToken,
    status: 201,
    access: sharing,
    errors: ['expiry_in_the_past'],
  }),
  listLinks: defineRoute({
    method: 'GET',
    path: '/api/v1/boards/{board_id}/links',
    summary: 'List the open links of a board',
    params,
    response: z.array(BoardLink),
    access: sharing,
  }),
  revokeLink: defineRoute({
    method: 'DELETE',
    path: '/api/v1/boards/{board_id}/links/{link_id}',
    summary: 'Close a public link',
    params: z.object({ board_id: z.string(), link_id: z.string() }),
    response: EMPTY,
    access: sharing,
    errors: ['link_not_found'],
  }),
}

const headers = z.object({ 'x-link-password': z.string().optional() })
const image = z.object({ token: z.string(), image_name: z.string() })
const linkErrors = ['link_not_found', 'link_password_required', 'login_throttled'] as const
const imageErrors = [...linkErrors, 'image_not_found'] as const

/** What strangers with a link may see. */
export const publicRoutes = {
  getPublicBoard: defineRoute({
    method: 'GET',
    path: '/api/v1/public/{token}',
    summary: 'Look at a board through its public link',
    params: z.object({ token: z.string() }),
    query: z.object(wirePage({ limit: 50, max: 1000 })),
    headers,
    response: PublicBoard,
    access: 'anyone',
    errors: linkErrors,
  }),
  getPublicImage: defineRoute({
    method: 'GET',
    path: '/api/v1/public/{token}/images/{image_name}/full',
    summary: 'Get an image through a public link, without what is written into its file',
    params: image,
    headers,
    response: file(['image/png'], 'never'),
    access: 'anyone',
    errors: imageErrors,
  }),
  getPublicThumbnail: defineRoute({
    method: 'GET',
    path: '/api/v1/public/{token}/images/{image_name}/thumbnail',
    summary: 'Get a small picture of an image through a public link',
    params: image,
    headers,
    response: file(['image/webp'], 'never'),
    access: 'anyone',
    errors: imageErrors,
  }),
}
