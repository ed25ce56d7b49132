import { create } from 'zustand'
import type { Board } from './board.ts'

/** The menu of a board, where it is open: at a point of the page. */
export const useBoardMenu = create<{
  readonly board: Board | undefined
  readonly at: { readonly x: number; readonly y: number }
}>(() => ({ board: undefined, at: { x: 0, y: 0 } }))

/** Opens the menu of a board below an element. */
export function openBoardMenu(board: Board, below: Element): void {
  const { right, bottom } = below.getBoundingClientRect()
  useBoardMenu.setState({ board, at: { x: right, y: bottom } })
}
