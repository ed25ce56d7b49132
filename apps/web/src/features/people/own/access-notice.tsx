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
  const opening = useAccessLog().data?.find(({ noted_at }) => noted_at === null)
  return (
    <div role="status">
      {opening && (
        <div className={styles.notice}>
          <IconEye size={18} stroke={1.5} aria-hidden />
          <p className={styles.words}>
            {describeOpening(opening, t)} <Link to="/profile">{t('accessMore')}</Link>
          </p>
          <Button
            variant="default"
            size="xs"
            loading={noted.isPending}
            onClick={() => void attempt(() => noted.mutateAsync(opening.id))}
          >
            {t('accessNoted')}
          </Button>
        </div>
      )}
    </div>
  )
}
