import { ActionIcon } from '@mantine/core'
import { IconDots, IconFolder } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailOf } from '../../shared/image-address.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { type Board, mayAdd } from './board.ts'
import styles from './board-list.module.css'
import { BoardMarks } from './board-marks.tsx'
import { openBoardMenu } from './board-menu-state.ts'
import type { TargetBoard } from './choice.ts'
import { useIsEveryone, useOwnerName } from './everyone.ts'
import { NameField } from './name-field.tsx'
import { PlaceRow } from './place-row.tsx'
import { changeBoard, type Shelf } from './queries.ts'
import { useBoardsUi } from './ui-state.ts'

/** What the row takes. */
export interface BoardRowProps {
  readonly board: Board
  readonly shelf: Shelf
  readonly isOpen: boolean
  onOpen(place: string): void
  onDropPictures(names: readonly string[], board: TargetBoard): void
}

/** A board in the list. */
export const BoardRow = memo(function BoardRow({ board, shelf, isOpen, onOpen, onDropPictures }: BoardRowProps) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const { board_id, board_name, cover_image_name: cover } = board
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()
  const isRenamed = useBoardsUi((state) => state.renamed === board_id)

  if (isRenamed) {
    const rename = (name: string | undefined) => {
      useBoardsUi.setState({ renamed: undefined })
      if (name !== undefined) void attempt(() => changeBoard(server, board, { board_name: name }))
    }
    return (
      <li className={styles.naming}>
        <NameField label={t('nameOf', { name: board_name })} value={board_name} onDone={rename} />
      </li>
    )
  }
  return (
    <PlaceRow
      face={
        cover === undefined ? (
          <IconFolder size={18} stroke={1.5} aria-hidden />
        ) : (
          <img src={thumbnailOf(cover)} alt="" loading="lazy" decoding="async" />
        )
      }
      label={board_name}
      whose={isEveryone ? nameOwner(board.owner) : undefined}
      count={shelf === 'images' ? board.image_count : board.asset_count}
      marks={<BoardMarks board={board} />}
      isOpen={isOpen}
      onOpen={() => onOpen(board_id)}
      onDropPictures={mayAdd(board) ? (names) => onDropPictures(names, { id: board_id, name: board_name }) : undefined}
      tools={
        <ActionIcon
          className={styles.more}
          aria-label={t('actsFor', { name: board_name })}
          aria-haspopup="menu"
          onClick={(event) => openBoardMenu(board, event.currentTarget)}
        >
          <IconDots size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      }
    />
  )
})
