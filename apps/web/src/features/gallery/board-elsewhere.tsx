import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { useOversight } from '../boards/index.ts'
import styles from './board-elsewhere.module.css'

/** What stands in place of somebody else's board while an administrator looks at the own ones. */
export function BoardElsewhere({ onLeave }: { onLeave(): void }) {
  const { t } = useTranslation('gallery')
  return (
    <EmptyState title={t('boardElsewhere')}>
      <p>{t('boardElsewhereWhy')}</p>
      <div className={styles.ways}>
        <Button variant="default" onClick={() => useOversight.setState({ isEveryone: true })}>
          {t('seeEveryone')}
        </Button>
        <Button variant="default" onClick={onLeave}>
          {t('allPictures')}
        </Button>
      </div>
    </EmptyState>
  )
}
