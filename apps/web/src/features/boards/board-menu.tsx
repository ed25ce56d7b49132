import { Menu } from '@mantine/core'
import { ActionMenuItems } from '../../shared/actions/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { PointMenu } from '../../shared/ui/point-menu.tsx'
import { boardDeletions, listBoardChanges } from './actions.ts'
import type { Board } from './board.ts'
import { useBoardMenu } from './board-menu-state.ts'

/** What can be done to a board. */
export function BoardMenu({ board }: { readonly board: Board }) {
  const hasAccounts = useAccount() !== undefined
  const at = useBoardMenu((state) => state.at)
  return (
    <PointMenu at={at} position="bottom-end" onClose={() => useBoardMenu.setState({ board: undefined })}>
      <ActionMenuItems actions={listBoardChanges(board, hasAccounts)} subject={board} />
      <Menu.Divider />
      <ActionMenuItems actions={boardDeletions} subject={board} />
    </PointMenu>
  )
}
