import type { App } from '../services/app.ts'
import {
  changeBoard,
  getBoard,
  makeBoard,
  putOnBoard,
  removeBoard,
  showBoards,
  takeOffBoards,
} from '../services/boards/boards.ts'
import { showImageNames } from '../services/images/images.ts'
import { type Handlers, JsonBytes } from './handlers.ts'
import { refuseTakingOff } from './key-limits.ts'

/** Answers the routes of boards, and of images on them. */
export function createBoardHandlers(app: App) {
  return {
    createBoard: ({ query }, { actor }) => makeBoard(app, actor, query.board_name),
    listBoards: ({ query }, { actor }) => showBoards(app, actor, query),
    getBoard: ({ params }, { actor }) => getBoard(app, actor, params.board_id),
    updateBoard: ({ params, body }, { actor, doer }) => changeBoard(app, actor, params.board_id, body, doer),
    deleteBoard: ({ params, query }, { actor, doer }) =>
      removeBoard(app, actor, params.board_id, { includeImages: query.include_images }, doer),
    listBoardImageNames: async ({ params, query }, { actor }) => {
      const list = { ...query, board_id: params.board_id, order_dir: 'DESC', starred_first: false } as const
      return new JsonBytes(await showImageNames(app, actor, list, 'names'))
    },
    addImageToBoard: ({ body }, call) => {
      refuseTakingOff(call, body.board_id)
      return putOnBoard(app, body.board_id, [body.image_name])
    },
    addImagesToBoard: ({ body }, call) => {
      refuseTakingOff(call, body.board_id)
      return putOnBoard(app, body.board_id, body.image_names)
    },
    removeImageFromBoard: ({ body }) => takeOffBoards(app, [body.image_name]),
    removeImagesFromBoards: ({ body }) => takeOffBoards(app, body.image_names),
  } satisfies Partial<Handlers>
}
