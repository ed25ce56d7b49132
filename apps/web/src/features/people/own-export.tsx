import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../shared/formatting/index.ts'
import { describeFailure, useServer, useServerEvent } from '../../shared/server/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import styles from './page.module.css'

const EXPORTS = ['exports']

/** Has all that is one's own packed into an archive, and offers it when it is there. */
export function OwnExport() {
  const { t } = useTranslation('people')
  const { found, make, fault } = useOwnExport()
  const isPacking = found?.status === 'started'
  return (
    <>
      <p className={styles.hint}>{t('exportHint')}</p>
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

function useOwnExport() {
  const { client } = useServer()
  const queries = useQueryClient()
  const account = useAccount()
  const refresh = () => queries.invalidateQueries({ queryKey: EXPORTS })
  const exports = useQuery({ queryKey: EXPORTS, queryFn: () => client.listOwnExports(), staleTime: 0 })
  const make = useMutation({ mutationFn: () => client.exportOwnData(), onSettled: refresh })
  useServerEvent('bulk_download_complete', () => void refresh())
  useServerEvent('bulk_download_error', () => void refresh())
  const found = exports.data?.find(({ user_id }) => user_id === account?.user_id)
  return { found, make, fault: make.error ?? exports.error }
}
