import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mayAdd, NO_BOARD } from './board.ts'
import { useBoards } from './queries.ts'

/** What the field takes. */
export interface BoardSelectProps {
  readonly label: string
  /** id of a board, or `none` */
  readonly value: string
  onChange(board: string): void
}

/** A field for the board that pictures go to: those that one may add to. */
export function BoardSelect({ label, value, onChange }: BoardSelectProps) {
  const { t } = useTranslation('boards')
  const boards = useBoards().data ?? []
  const open = boards.filter((board) => mayAdd(board) && (!board.archived || board.board_id === value))
  return (
    <NativeSelect
      label={label}
      // a board that is gone counts as none
      value={open.some(({ board_id }) => board_id === value) ? value : NO_BOARD}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: NO_BOARD, label: t('noBoard') },
        ...open.map(({ board_id, board_name }) => ({ value: board_id, label: board_name })),
      ]}
    />
  )
}
