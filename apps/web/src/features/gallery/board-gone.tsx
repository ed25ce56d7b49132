import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../shared/ui/empty-state.tsx'

/** What stands in place of a board that was deleted, or is not shown to one any more, while it was open. */
export function BoardGone({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation('gallery')
  return (
    <EmptyState title={t('boardGone')}>
      <p>{t('boardGoneWhy')}</p>
      <Button variant="default" onClick={onLeave}>
        {t('allPictures')}
      </Button>
    </EmptyState>
  )
}
