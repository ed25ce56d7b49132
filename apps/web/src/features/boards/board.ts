import type { AnswerOf } from '@bottega/client'

/** A board as the server tells it. */
export type Board = AnswerOf<'getBoard'>

/** Stands for "on no board" wherever a board is named. */
export const NO_BOARD = 'none'

/** Begins the name of a day where a board is named: `day:2026-11-26`. */
export const DAY = 'day:'

/** Whether one may rename, archive and show a board. */
export const mayManage = ({ access }: Board) => access === 'owner' || access === 'admin'

/** Whether one may put own pictures on a board. */
export const mayAdd = ({ access }: Board) => access !== 'read'

/** Whether a board is one's own. */
export const isOwn = ({ access }: Board) => access === 'owner'
