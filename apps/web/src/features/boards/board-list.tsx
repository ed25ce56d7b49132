import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCalendar, IconFolderOff, IconPhoto, IconPlus, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, memo, Suspense, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton, useActions } from '../../shared/actions/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { useIsNarrow } from '../../shared/ui/use-is-narrow.ts'
import { useSection } from '../../shared/user-state/index.ts'
import { DAY, NO_BOARD } from './board.ts'
import styles from './board-list.module.css'
import { useBoardMenu } from './board-menu-state.ts'
import { BoardRow } from './board-row.tsx'
import type { TargetBoard } from './choice.ts'
import { DayRows } from './day-rows.tsx'
import { useIsEveryone } from './everyone.ts'
import { everyoneAction } from './everyone-actions.ts'
import { Fold } from './fold.tsx'
import { listSection } from './list-section.ts'
import { NameField } from './name-field.tsx'
import { PlaceRow } from './place-row.tsx'
import { createBoard, type Shelf, useCount, useShownBoards } from './queries.ts'
import { leaveBoardsUi, useBoardsUi } from './ui-state.ts'
import { useOpenBoardActions } from './use-open-board-actions.ts'

const BoardMenu = lazy(async () => ({ default: (await import('./board-menu.tsx')).BoardMenu }))
const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog.tsx')).ShareDialog }))

const oversight = [everyoneAction]
const NOTHING: readonly [] = []

/** What the list takes. */
export interface BoardListProps {
  /** id of a board, `none`, `day:2026-11-26`, or undefined for everything */
  readonly open: string | undefined
  /** what the numbers count: as much as the gallery lists */
  readonly shelf: Shelf
  onOpen(place: string | undefined): void
  onDropPictures(names: readonly string[], board: TargetBoard): void
}

/** The places where pictures are: all, no board, the boards, and the days on which they were made. */
export const BoardList = memo(function BoardList({ open, shelf, onOpen, onDropPictures }: BoardListProps) {
  const { t } = useTranslation('boards')
  const server = useServer()
  const isAdministrator = useAccount()?.is_admin === true
  const isEveryone = useIsEveryone()
  useActions(isAdministrator ? oversight : NOTHING, undefined)
  const boards = useShownBoards().data
  const [view, change] = useSection(listSection)
  const menuBoard = useBoardMenu((state) => state.board)
  const isMaking = useBoardsUi((state) => state.isMaking)
  const shownId = useBoardsUi((state) => state.shown)
  const shown = boards?.find(({ board_id }) => board_id === shownId)
  const archived = boards?.filter((board) => board.archived) ?? []
  const counts = { all: useCount(undefined, shelf), none: useCount(NO_BOARD, shelf) }
  // a phone has no room for all of it at once
  const isNarrow = useIsNarrow()
  const [isUnfolded, setIsUnfolded] = useState(!isNarrow)
  const openPlace = useCallback(
    (place: string | undefined) => {
      if (isNarrow) setIsUnfolded(false)
      onOpen(place)
    },
    [isNarrow, onOpen],
  )
  const openName = useOpenName(open)
  useEffect(() => leaveBoardsUi, [])
  useOpenBoardActions(boards?.find(({ board_id }) => board_id === open))

  const makeBoard = (name: string | undefined) => {
    useBoardsUi.setState({ isMaking: false })
    if (name !== undefined) void attempt(async () => openPlace((await createBoard(server, name)).board_id))
  }
  const rowOf = (board: (typeof archived)[number]) => (
    <BoardRow
      key={board.board_id}
      board={board}
      shelf={shelf}
      isOpen={open === board.board_id}
      onOpen={openPlace}
      onDropPictures={onDropPictures}
    />
  )
  return (
    <nav className={styles.boards} aria-label={t('boards')}>
      <div className={styles.head}>
        <Fold title={isUnfolded ? t('boards') : openName} isOpen={isUnfolded} onToggle={() => setIsUnfolded(!isUnfolded)} />
        {isAdministrator && <ActionButton action={everyoneAction} subject={undefined} isPressed={isEveryone} />}
        <Tooltip label={t('make')}>
          <ActionIcon
            aria-label={t('make')}
            onClick={() => {
              setIsUnfolded(true)
              useBoardsUi.setState({ isMaking: true })
            }}
          >
            <IconPlus size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {isUnfolded && (
        <div className={styles.scroller}>
          <ul>
            <PlaceRow
              face={<IconPhoto size={18} stroke={1.5} aria-hidden />}
              label={t('all')}
              count={counts.all}
              isOpen={open === undefined}
              onOpen={() => openPlace(undefined)}
            />
            <PlaceRow
              face={<IconFolderOff size={18} stroke={1.5} aria-hidden />}
              label={t('noBoard')}
              count={counts.none}
              isOpen={open === NO_BOARD}
              onOpen={() => openPlace(NO_BOARD)}
              onDropPictures={(names) => onDropPictures(names, { id: undefined, name: t('noBoard') })}
            />
            {isMaking && (
              <li className={styles.naming}>
                <NameField label={t('nameNew')} value="" onDone={makeBoard} />
              </li>
            )}
            {boards?.filter((board) => !board.archived).map(rowOf)}
          </ul>
          {archived.length > 0 && (
            <>
              <Fold
                title={t('archivedBoards', { count: archived.length })}
                isOpen={view.showsArchived}
                onToggle={() => change({ showsArchived: !view.showsArchived })}
              />
              {view.showsArchived && <ul>{archived.map(rowOf)}</ul>}
            </>
          )}
          <Fold
            title={t('byDay')}
            icon={<IconCalendar size={16} stroke={1.5} aria-hidden />}
            isOpen={view.showsDays}
            onToggle={() => change({ showsDays: !view.showsDays })}
          />
          {view.showsDays && <DayRows open={open} shelf={shelf} onOpen={openPlace} />}
          <Link to="/trash" className={styles.trash}>
            <IconTrash size={16} stroke={1.5} aria-hidden />
            {t('trash')}
          </Link>
        </div>
      )}
      {menuBoard && (
        <Suspense>
          <BoardMenu board={menuBoard} />
        </Suspense>
      )}
      {shown && (
        <Suspense>
          <ShareDialog board={shown} onClose={() => useBoardsUi.setState({ shown: undefined })} />
        </Suspense>
      )}
    </nav>
  )
})

function useOpenName(open: string | undefined): string {
  const { t } = useTranslation('boards')
  const board = useShownBoards().data?.find(({ board_id }) => board_id === open)
  if (open === undefined) return t('all')
  if (open === NO_BOARD) return t('noBoard')
  return open.startsWith(DAY) ? open.slice(DAY.length) : (board?.board_name ?? t('boards'))
}
