import { Menu } from '@mantine/core'
import { ActionMenuItems } from '../../shared/actions/index.ts'
import { PointMenu } from '../../shared/ui/point-menu.tsx'
import { listBoardChanges, listBoardEnds } from './actions.ts'
import type { Board } from './board.ts'
import { useBoardMenu } from './board-menu-state.ts'

/** What can be done to a board. */
export function BoardMenu({ board }: { readonly board: Board }) {
  const at = useBoardMenu((state) => state.at)
  return (
    <PointMenu at={at} position="bottom-end" onClose={() => useBoardMenu.setState({ board: undefined })}>
      <ActionMenuItems actions={listBoardChanges(board)} subject={board} />
      <Menu.Divider />
      <ActionMenuItems actions={listBoardEnds(board)} subject={board} />
    </PointMenu>
  )
}
