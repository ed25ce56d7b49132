import { Button } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { useSection } from '../../shared/user-state/index.ts'
import { loadUnownedNote } from '../boards/index.ts'
import styles from './empty-gallery.module.css'
import { askForFiles } from './upload-files.ts'
import { useNarrowing, useOpenBoard, viewSection, WIDE } from './view.ts'

const UnownedNote = lazy(async () => ({ default: (await loadUnownedNote()).UnownedNote }))

/** What the gallery says where it has nothing to show: why, and what to do. */
export function EmptyGallery() {
  const { t } = useTranslation('gallery')
  const studio = useStudio()
  const board = useOpenBoard()
  const [{ shows }] = useSection(viewSection)
  const { search, starred, from, to } = useNarrowing()
  if (search !== '' || starred || from !== '' || to !== '') {
    return (
      <EmptyState title={t('nothingFits')}>
        <Button variant="default" onClick={() => useNarrowing.setState(WIDE)}>
          {t('showAll')}
        </Button>
      </EmptyState>
    )
  }
  if (shows === 'assets') {
    return (
      <EmptyState title={t('noAssets')}>
        <p>{t('noAssetsHint')}</p>
        <Button variant="default" onClick={() => askForFiles(studio)}>
          {t('upload')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={board === undefined ? t('noPictures') : t('emptyBoard')}>
      <p>{board === undefined ? t('noPicturesHint') : t('emptyBoardHint')}</p>
      {board === undefined && (
        <div className={styles.unowned}>
          <Suspense>
            <UnownedNote />
          </Suspense>
        </div>
      )}
    </EmptyState>
  )
}
