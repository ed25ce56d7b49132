import { Menu } from '@mantine/core'
import { ActionMenuItems } from '../../shared/actions/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { PointMenu } from '../../shared/ui/point-menu.tsx'
import {
  archiveAction,
  deleteAction,
  deleteWithPicturesAction,
  renameAction,
  unarchiveAction,
  visibilityAction,
} from './actions.ts'
import type { Board } from './board.ts'
import { useBoardMenu } from './board-menu-state.ts'

const deletions = [deleteAction, deleteWithPicturesAction]

/** What can be done to a board. */
export function BoardMenu({ board }: { readonly board: Board }) {
  const hasAccounts = useAccount() !== undefined
  const at = useBoardMenu((state) => state.at)
  const changes = [renameAction, ...(hasAccounts ? [visibilityAction] : []), board.archived ? unarchiveAction : archiveAction]
  return (
    <PointMenu at={at} position="bottom-end" onClose={() => useBoardMenu.setState({ board: undefined })}>
      <ActionMenuItems actions={changes} subject={board} />
      <Menu.Divider />
      <ActionMenuItems actions={deletions} subject={board} />
    </PointMenu>
  )
}
