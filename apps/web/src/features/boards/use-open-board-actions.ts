import { useMemo } from 'react'
import { useActions } from '../../shared/actions/index.ts'
import { listBoardChanges, listBoardEnds } from './actions.ts'
import type { Board } from './board.ts'

const NOBODY: readonly [] = []

/** Offers to hotkeys and the palette what can be done to the board that is open. */
export function useOpenBoardActions(board: Board | undefined): void {
  const actions = useMemo(() => (board ? [...listBoardChanges(board), ...listBoardEnds(board)] : NOBODY), [board])
  // without a board there are no actions that would be done to it
  useActions(actions, board as Board)
}
