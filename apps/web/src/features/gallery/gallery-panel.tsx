import { ApiError } from '@bottega/client'
import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { useSection } from '../../shared/user-state/index.ts'
import { BoardChooser, BoardList, type TargetBoard } from '../boards/index.ts'
import { setListing } from '../images/index.ts'
import { noteNewestPicture } from '../queue/index.ts'
import { clearAction, copyAction, imageActions, pickAllAction, searchAction, uploadAction } from './actions.ts'
import { BoardElsewhere } from './board-elsewhere.tsx'
import { BoardGone } from './board-gone.tsx'
import { dropPictures } from './drop-pictures.ts'
import { EmptyGallery } from './empty-gallery.tsx'
import { GalleryHead } from './gallery-head.tsx'
import styles from './gallery-panel.module.css'
import { ImageGrid } from './image-grid.tsx'
import { countImages, imageAt } from './image-list.ts'
import { useImageMenu } from './image-menu-state.ts'
import { useGalleryLive } from './live.ts'
import { releaseHeld, type Sight, useImageList } from './queries.ts'
import { resetSelection, useSelection } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { UploadPlace } from './upload-place.tsx'
import { useIsElsewhere } from './use-is-elsewhere.ts'
import { usePicked } from './use-picked.ts'
import { isWhole, useGalleryQuery, useOpenBoard, viewSection } from './view.ts'

const ImageMenu = lazy(async () => ({ default: (await import('./image-menu.tsx')).ImageMenu }))

const pickedActions = [...Object.values(imageActions), copyAction]
const listActions = [pickAllAction]
const placeActions = [searchAction, uploadAction]
const clearActions = [clearAction]

/** The pictures of a board, or of all: found, picked and cared for. */
export function GalleryPanel() {
  const { t } = useTranslation('gallery')
  const studio = useStudio()
  const board = useOpenBoard()
  const { image: open } = useSearch({ strict: false })
  const [{ shows, size }] = useSection(viewSection)
  const query = useGalleryQuery()
  const sight = useRef<Sight>({ first: 0, last: 0, isAtTop: true })
  const isElsewhere = useIsElsewhere(board)
  const { data: list, readSight, error, refetch } = useImageList(query, sight, !isElsewhere)
  const picked = usePicked(list)
  const menuImage = useImageMenu((state) => state.image)
  const pickedCount = useSelection((state) => state.names.size)
  useGalleryLive(query, sight)
  useActions(pickedActions, picked)
  useActions(
    isElsewhere ? NOTHING : listActions,
    useMemo(() => ({ query, list }), [query, list]),
  )
  useActions(placeActions, undefined)
  useActions(pickedCount > 0 ? clearActions : NOTHING, undefined)
  useEffect(() => {
    setListing(query)
    resetSelection()
  }, [query])

  useEffect(() => {
    if (!list || !isWhole(query) || list.held > 0) return
    const first = imageAt(list, 0)
    // on boards that one sees lie pictures of others
    if (list.total === 0 || first?.access === 'owner') noteNewestPicture(studio.server.queries, first)
  }, [studio, query, list])

  // the list of boards is not drawn anew with each key in the grid
  const openPlace = useCallback(
    (place: string | undefined) =>
      void studio.go({
        to: '/',
        search: ({ board: _former, ...rest }) => (place === undefined ? rest : { ...rest, board: place }),
      }),
    [studio],
  )
  const dropOn = useCallback(
    (names: readonly string[], target: TargetBoard) => void attempt(() => dropPictures(studio, names, target)),
    [studio],
  )

  const release = useCallback(() => void attempt(() => releaseHeld(studio.server.queries, query)), [studio, query])

  // what was read of it before is not for these eyes any more
  const isGone = error instanceof ApiError && (error.status === 403 || error.status === 404)
  const isHidden = isGone || isElsewhere
  const count = list && !isHidden ? countImages(list) : undefined
  return (
    <div className={styles.panel}>
      <BoardList open={board} shelf={shows} onOpen={openPlace} onDropPictures={dropOn} />
      <GalleryHead count={count} />
      {error && !isGone && (
        <div className={styles.failure} role="alert">
          <p>{describeFailure(error)}</p>
          <Button variant="default" onClick={() => void refetch()}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      {isGone && <BoardGone onLeave={() => openPlace(undefined)} />}
      {isElsewhere && !isGone && <BoardElsewhere onLeave={() => openPlace(undefined)} />}
      {!isHidden && count === 0 && <EmptyGallery />}
      {!isHidden && list && count !== 0 && (
        <ImageGrid query={query} list={list} size={size} open={open} sight={sight} onSight={readSight} onTop={release} />
      )}
      <div className={styles.held} role="status">
        {list !== undefined && !isHidden && list.held > 0 && <Button onClick={release}>{t('held', { count: list.held })}</Button>}
      </div>
      <SelectionBar count={pickedCount} picked={picked} />
      <UploadPlace />
      {menuImage && (
        <Suspense>
          <ImageMenu image={menuImage} picked={picked} />
        </Suspense>
      )}
      <BoardChooser />
    </div>
  )
}

const NOTHING: readonly [] = []
