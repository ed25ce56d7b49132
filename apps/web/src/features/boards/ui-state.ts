import { create } from 'zustand'

/** What of the boards is being worked on: ids of boards. */
export interface BoardsUi {
  /** is given another name in place */
  readonly renamed: string | undefined
  /** has the dialog open that shares it */
  readonly shown: string | undefined
  /** a new board is being named */
  readonly isMaking: boolean
}

const NOTHING: BoardsUi = { renamed: undefined, shown: undefined, isMaking: false }

/** What of the boards is being worked on. */
export const useBoardsUi = create<BoardsUi>(() => NOTHING)

/** Leaves all that is being worked on. */
export function leaveBoardsUi(): void {
  useBoardsUi.setState(NOTHING)
}
