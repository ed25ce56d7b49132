import { Button } from '@mantine/core'
import { IconRestore, IconTrashX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { Fault } from '../../shared/ui/fault.tsx'
import { Page } from '../../shared/ui/page.tsx'
import { PurgeDialog } from './purge-dialog.tsx'
import { useTrash, useTrashChange } from './queries.ts'
import { TrashGrid } from './trash-grid.tsx'
import styles from './trash-page.module.css'

/** The page of what was deleted: to look, to take back, and to delete for good. */
export function TrashPage() {
  const { t } = useTranslation('trash')
  const trash = useTrash()
  const change = useTrashChange()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [asks, setAsks] = useState(false)
  const images = trash.data?.pages.flatMap(({ items }) => items) ?? []
  const total = trash.data?.pages[0]?.total ?? 0
  const names = images.map(({ image_name }) => image_name).filter((name) => picked.has(name))

  const restore = (wanted: readonly string[] | undefined) =>
    attempt(async () => {
      const count = await change.mutateAsync({ kind: 'restore', names: wanted })
      setPicked(new Set())
      tell({ text: t('restored', { count }) })
    })
  const toggle = (name: string) =>
    setPicked((former) => (former.has(name) ? new Set([...former].filter((one) => one !== name)) : new Set([...former, name])))

  if (trash.error && trash.data === undefined) return <Fault error={trash.error} onRetry={() => void trash.refetch()} />
  return (
    <Page title={t('title')} hint={t('hint')} isWide>
      {trash.data && total === 0 && (
        <EmptyState title={t('empty')}>
          <p>{t('emptyHint')}</p>
          <Link to="/">{t('toStudio')}</Link>
        </EmptyState>
      )}
      {total > 0 && (
        <>
          <div className={styles.acts}>
            <p className={styles.count} role="status">
              {names.length > 0 ? t('picked', { count: names.length }) : t('count', { count: total })}
            </p>
            <Button
              variant="default"
              leftSection={<IconRestore size={18} stroke={1.5} aria-hidden />}
              loading={change.isPending}
              onClick={() => void restore(names.length > 0 ? names : undefined)}
            >
              {names.length > 0 ? t('restorePicked') : t('restoreAll')}
            </Button>
            <Button
              variant="default"
              color="red"
              leftSection={<IconTrashX size={18} stroke={1.5} aria-hidden />}
              disabled={change.isPending}
              onClick={() => setAsks(true)}
            >
              {names.length > 0 ? t('purgePicked') : t('purgeAll')}
            </Button>
          </div>
          <TrashGrid images={images} picked={picked} onToggle={toggle} onRestore={(name) => void restore([name])} />
          {trash.hasNextPage && (
            <Button variant="default" loading={trash.isFetchingNextPage} onClick={() => void trash.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </>
      )}
      {asks && (
        <PurgeDialog
          names={names.length > 0 ? names : undefined}
          count={names.length > 0 ? names.length : total}
          onDone={() => setPicked(new Set())}
          onClose={() => setAsks(false)}
        />
      )}
    </Page>
  )
}
