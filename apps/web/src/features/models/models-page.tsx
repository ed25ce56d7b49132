import { VisuallyHidden } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { Fault } from '../../shared/ui/fault.tsx'
import { useIsNarrow } from '../../shared/ui/use-is-narrow.ts'
import { findModels, type ModelSearch } from './find-models.ts'
import { ModelDetail } from './model-detail.tsx'
import { ModelFilter } from './model-filter.tsx'
import { ModelList } from './model-list.tsx'
import styles from './models-page.module.css'
import { useModels } from './queries.ts'

/** How administrators add one, until the page can. */
const INSTALL = 'bottega models install PATH'

/** The page of the models: all of them, and one of them in detail. On a phone one after the other. */
export function ModelsPage() {
  const { t } = useTranslation('models')
  const { isAdmin } = useStudio()
  const { model: key } = useSearch({ from: '/models' })
  const isNarrow = useIsNarrow()
  const [search, setSearch] = useState<ModelSearch>({ typed: '', type: undefined })
  const { data, error, refetch } = useModels()
  const models = data ?? []
  const found = findModels(models, search)
  const chosen = models.find((model) => model.key === key) ?? (isNarrow ? undefined : found[0])

  useFocusOnChoice(isNarrow, key)

  // a list that is known stays when it cannot be read anew
  if (error && data === undefined) return <Fault error={error} onRetry={() => void refetch()} />
  return (
    <div className={styles.page}>
      {isNarrow && chosen && <VisuallyHidden component="h1">{t('title')}</VisuallyHidden>}
      <div className={styles.list} hidden={isNarrow && chosen !== undefined}>
        <header className={styles.head}>
          <h1 id="models" tabIndex={-1}>
            {t('title')}
          </h1>
          <p className={styles.hint}>{isAdmin ? t('howToInstall') : t('onlyAdmins')}</p>
          {isAdmin && <code className={styles.command}>{INSTALL}</code>}
          <ModelFilter models={models} search={search} onChange={setSearch} />
        </header>
        {found.length > 0 ? (
          <ModelList models={found} chosen={chosen?.key} />
        ) : (
          <EmptyState title={t(data === undefined ? 'loading' : models.length === 0 ? 'noneInstalled' : 'noneFound')} />
        )}
      </div>
      <div className={styles.detail} hidden={chosen === undefined}>
        {isNarrow && (
          <Link to="/models" className={styles.back}>
            <IconArrowLeft size={18} stroke={1.5} aria-hidden />
            {t('allModels')}
          </Link>
        )}
        {chosen && <ModelDetail key={chosen.key} model={chosen} />}
      </div>
    </div>
  )
}

/** On a phone list and model take turns: the focus goes along, to the heading of what is shown now. */
function useFocusOnChoice(isNarrow: boolean, key: string | undefined): void {
  const last = useRef(key)
  useEffect(() => {
    if (last.current === key) return
    last.current = key
    if (isNarrow) document.getElementById(key === undefined ? 'models' : 'model-name')?.focus()
  }, [isNarrow, key])
}
