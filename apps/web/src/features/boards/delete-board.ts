import i18next from 'i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import type { Studio } from '../../shared/studio.tsx'
import type { Board } from './board.ts'
import { hideBoard, settleBoard } from './leaving.ts'

/**
 * Deletes a board. A board that is gone could not come back as it was, so it is only hidden while a message offers Undo, and deleted
 * when that is gone, or when the page is left.
 *
 * @param withImages  whether its pictures go to the trash; else they lie on no board from then on
 */
export function deleteBoard({ server, go }: Studio, board: Board, withImages: boolean): void {
  const { board_id } = board
  const { client, queries } = server
  const request = { params: { board_id }, query: { include_images: withImages } }
  hideBoard(board_id, () => void client.deleteBoard(request, { keepalive: true }).catch(() => undefined))
  void go({
    to: '/',
    replace: true,
    search: ({ board: open, ...rest }) => (open === undefined || open === board_id ? rest : { ...rest, board: open }),
  })
  tell({
    text: i18next.t(withImages ? 'boards:deletedWithPictures' : 'boards:deleted', { name: board.board_name }),
    act: { label: i18next.t('shared:undo'), run: () => settleBoard(board_id) },
    onGone: () =>
      attempt(async () => {
        try {
          await client.deleteBoard(request)
          queries.setQueryData<readonly Board[]>(BOARDS, (boards) => boards?.filter((one) => one.board_id !== board_id))
        } finally {
          settleBoard(board_id)
          void queries.invalidateQueries({ queryKey: BOARDS })
          void queries.invalidateQueries({ queryKey: GALLERY })
        }
      }),
  })
}
