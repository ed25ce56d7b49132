import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../../shared/notices/index.ts'
import { useAccessFollowed, useAccessLog, useAccessNoted } from '../queries.ts'
import styles from './access-notice.module.css'
import { describeOpening } from './describe-opening.ts'

/** Tells somebody what an administrator did with their work or account, until they have taken note of it. */
export function AccessNotice() {
  const { t } = useTranslation('people')
  const noted = useAccessNoted()
  useAccessFollowed()
  const openings = useAccessLog().data?.filter(({ noted_at }) => noted_at === null) ?? []
  const [opening, ...older] = openings
  return (
    <div role="status">
      {opening && (
        <div className={styles.notice}>
          <IconEye size={18} stroke={1.5} aria-hidden />
          <p className={styles.words}>
            {describeOpening(opening, t)} {older.length > 0 && t('accessOlder', { count: older.length })}{' '}
            <Link to="/profile">{t('accessMore')}</Link>
          </p>
          <Button
            variant="default"
            size="xs"
            loading={noted.isPending}
            onClick={() => void attempt(() => noted.mutateAsync(openings.map(({ id }) => id)))}
          >
            {t(older.length > 0 ? 'accessAllNoted' : 'accessNoted')}
          </Button>
        </div>
      )}
    </div>
  )
}
