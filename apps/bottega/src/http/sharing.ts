import { createLink, revokeLink, showLinks } from '../services/boards/board-links.ts'
import { shareBoard, showShares, unshareBoard } from '../services/boards/grants.ts'
import { getPublicFile, type LinkFollower, showPublicBoard } from '../services/boards/public-boards.ts'
import type { Server } from '../services/server/server.ts'
import type { Call, Handlers } from './handlers.ts'
import { findPublicAddress } from './public-address.ts'

/** Answers the routes of grants and of public links to boards. */
export function createSharingHandlers(app: Server) {
  return {
    shareBoard: async ({ params: { board_id }, body }, { actor, doer }) => ({
      board_id,
      shares: await shareBoard(app, actor, board_id, body, doer),
    }),
    listShares: ({ params }) => showShares(app, params.board_id),
    unshareBoard: async ({ params: { board_id, user_id } }, { actor, doer }) => {
      await unshareBoard(app, actor, { boardId: board_id, userId: user_id }, doer)
      return undefined
    },
    createLink: ({ params, body }, { actor, peer, doer }) =>
      createLink(app, actor, { ...body, boardId: params.board_id, home: findPublicAddress(app.settings.values, peer) }, doer),
    listLinks: ({ params }) => showLinks(app, params.board_id),
    revokeLink: async ({ params: { board_id, link_id } }, { doer }) => {
      await revokeLink(app, { boardId: board_id, linkId: link_id }, doer)
      return undefined
    },
  } satisfies Partial<Handlers>
}

/** Answers those who follow a public link. */
export function createPublicHandlers(app: Server) {
  return {
    getPublicBoard: ({ params, query, headers }, call) => showPublicBoard(app, describeFollower(params, headers, call), query),
    getPublicImage: async ({ params, headers }, call) => ({
      type: 'image/png',
      content: await getPublicFile(app, describeFollower(params, headers, call), params.image_name, 'full'),
      filename: params.image_name,
    }),
    getPublicThumbnail: async ({ params, headers }, call) => ({
      type: 'image/webp',
      content: await getPublicFile(app, describeFollower(params, headers, call), params.image_name, 'thumbnail'),
    }),
  } satisfies Partial<Handlers>
}

function describeFollower(
  { token }: { readonly token: string },
  headers: { readonly 'x-link-password'?: string | undefined },
  { peer }: Call,
): LinkFollower {
  return { token, password: headers['x-link-password'], address: peer.address }
}
