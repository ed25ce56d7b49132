import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { PagePart } from '../../shared/ui/page.tsx'
import { Row, Rows } from '../../shared/ui/rows.tsx'
import { useAccessLog } from './queries.ts'

/** Who looked at the own private work. */
export function AccessLog() {
  const { t } = useTranslation('people')
  const log = useAccessLog()
  return (
    <PagePart title={t('accessTitle')} hint={t('accessHint')}>
      {log.error && <p role="alert">{describeFailure(log.error)}</p>}
      {log.data?.length === 0 && <p>{t('accessNobody')}</p>}
      {log.data && log.data.length > 0 && (
        <Rows label={t('accessTitle')}>
          {log.data.map(({ id, opened_by_name, opened_at, closed_at, until, reason }) => (
            <Row
              key={id}
              icon={IconEye}
              title={opened_by_name ?? t('roleAdmin')}
              facts={[
                t('accessTime', { from: formatTime(parseTime(opened_at)), until: formatTime(parseTime(closed_at ?? until)) }),
                t('openBecause', { reason }),
              ]}
            />
          ))}
        </Rows>
      )}
    </PagePart>
  )
}
