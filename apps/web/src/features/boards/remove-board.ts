import i18next from 'i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import type { Studio } from '../../shared/studio.tsx'
import type { Board } from './board.ts'
import { hideBoard, settleBoard } from './leaving.ts'
import { changeKnownBoards } from './queries.ts'

/**
 * Deletes a board. A board that is gone could not come back as it was, so it is only hidden until it is certain.
 *
 * @param withImages  whether its pictures go to the trash; else they lie on no board from then on
 */
export function deleteBoard(studio: Studio, board: Board, withImages: boolean): void {
  const { client } = studio.server
  removeBoard(studio, board, {
    text: i18next.t(withImages ? 'boards:deletedWithPictures' : 'boards:deleted', { name: board.board_name }),
    act: (options) => client.deleteBoard({ params: board, query: { include_images: withImages } }, options),
  })
}

/** Gives up what is granted on a board, in the same way. */
export function leaveBoard(studio: Studio, board: Board): void {
  const { account, server } = studio
  removeBoard(studio, board, {
    text: i18next.t('boards:leftBoard', { name: board.board_name }),
    act: (options) =>
      server.client.unshareBoard({ params: { board_id: board.board_id, user_id: account?.user_id ?? '' } }, options),
  })
}

interface Removal {
  readonly text: string
  act(options: { readonly keepalive?: boolean }): Promise<unknown>
}

/** Hides a board while a message offers Undo; it goes when that is gone, or when the page is left. */
function removeBoard({ server, go }: Studio, { board_id }: Board, { text, act }: Removal): void {
  const { queries } = server
  hideBoard(board_id, () => void act({ keepalive: true }).catch(() => undefined))
  void go({
    to: '/',
    replace: true,
    search: ({ board: open, ...rest }) => (open === undefined || open === board_id ? rest : { ...rest, board: open }),
  })
  tell({
    text,
    act: { label: i18next.t('shared:undo'), run: () => settleBoard(board_id) },
    onGone: () =>
      attempt(async () => {
        try {
          await act({})
          changeKnownBoards(queries, (boards) => boards.filter((one) => one.board_id !== board_id))
        } finally {
          settleBoard(board_id)
          void queries.invalidateQueries({ queryKey: BOARDS })
          void queries.invalidateQueries({ queryKey: GALLERY })
        }
      }),
  })
}
