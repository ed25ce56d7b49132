import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../shared/formatting/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import styles from '../forms/page.module.css'
import { useAccountExport } from './export-queries.ts'

/** Has all that an account owns packed into an archive, and offers it when it is there. */
export function AccountExport({ userId }: { readonly userId: string }) {
  const { t } = useTranslation('people')
  const { found, make, fault } = useAccountExport(userId)
  const isPacking = found?.status === 'started'
  return (
    <>
      <p role="status" className={styles.told}>
        {isPacking && t('exportPacking')}
        {found?.status === 'error' && t('exportFailed')}
      </p>
      {fault && <p role="alert">{describeFailure(fault)}</p>}
      {found?.status === 'complete' && (
        <a href={`api/v1/images/download/${encodeURIComponent(found.bulk_download_item_name)}`} download>
          {t('exportFetch', { size: formatBytes(found.size_bytes ?? 0) })}
        </a>
      )}
      <div>
        <Button variant="default" loading={isPacking || make.isPending} onClick={() => make.mutate()}>
          {t('exportMake')}
        </Button>
      </div>
    </>
  )
}
