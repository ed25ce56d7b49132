export { type Board, DAY, isOwn, mayAdd, NO_BOARD } from './board.ts'
export { BoardChooser } from './board-chooser.tsx'
export { BoardList } from './board-list.tsx'
export { chooseBoard, type TargetBoard } from './choice.ts'
export { describeContent } from './describe-content.ts'
export { leaveEveryone, SYSTEM, useIsEveryone, useOversight, useOwnerName } from './everyone.ts'
export { OWNERS, useOwners } from './owners.ts'
export { findShownBoards, readBoardsAnew, useBoard, useBoards, useShownBoards } from './queries.ts'
/** Tells administrators what is there from the time before accounts. */
export const loadUnownedNote = () => import('./unowned-note.tsx')
