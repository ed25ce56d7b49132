import { VisuallyHidden } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { GalleryPanel } from '../features/gallery/index.ts'
import { GeneratePanel } from '../features/generate/index.ts'
import { Tray } from '../features/queue/index.ts'
import { describeHotkey, type UserAction, useActions } from '../shared/actions/index.ts'
import { layoutSection } from '../shared/layout-section.ts'
import { ErrorBoundary } from '../shared/ui/error-boundary.tsx'
import { useIsNarrow } from '../shared/ui/use-is-narrow.ts'
import { useSection } from '../shared/user-state/index.ts'
import { layoutActions, toggleHow, toggleWhere } from './actions.ts'
import { fitPanels, LEAST } from './fit-panels.ts'
import { useKeptStudio } from './last-studio.ts'
import { PanelSeparator } from './panel-separator.tsx'
import { StudioCentre } from './studio-centre.tsx'
import styles from './studio-page.module.css'
import { useStudioWidth } from './use-studio-width.ts'

// the same elements at each drawing: while a separator is dragged nothing in the panels is drawn anew
const HOW = (
  <ErrorBoundary>
    <GeneratePanel />
  </ErrorBoundary>
)
const WHAT = (
  <ErrorBoundary>
    <StudioCentre />
    <Tray />
  </ErrorBoundary>
)
const WHERE = (
  <ErrorBoundary>
    <GalleryPanel />
  </ErrorBoundary>
)

/** The place to make pictures: how on the left, what in the middle, where on the right; on a phone one after the other. */
export function StudioPage() {
  const { t } = useTranslation('app')
  const search = useSearch({ from: '/' })
  const { tab, image } = search
  useKeptStudio(search)
  const [layout, change] = useSection(layoutSection)
  const isNarrow = useIsNarrow()
  const fitted = fitPanels(layout, useStudioWidth())
  useActions(layoutActions, undefined)

  const isHowShown = isNarrow || layout.isHowOpen
  const isWhereShown = isNarrow || layout.isWhereOpen
  return (
    <div
      className={styles.studio}
      data-tab={tab ?? 'make'}
      data-viewing={image !== undefined || undefined}
      style={{ '--how': `${fitted.how}px`, '--where': `${fitted.where}px` } as CSSProperties}
    >
      <VisuallyHidden component="h1">{t('studio')}</VisuallyHidden>
      <section id="how" className={styles.how} data-scope="generate" aria-label={t('how')} hidden={!isHowShown}>
        {HOW}
      </section>
      {!isNarrow && (
        <PanelSeparator
          label={t('howWidth')}
          toggleLabel={t(layout.isHowOpen ? 'closeHow' : 'openHow', { keys: describeKeys(toggleHow) })}
          panel="how"
          side="left"
          width={fitted.how}
          least={LEAST.how}
          most={fitted.mostHow}
          onResize={(howWidth) => change({ howWidth })}
          onToggle={() => change({ isHowOpen: !layout.isHowOpen })}
          onReset={() => change({ howWidth: layoutSection.initial.howWidth, isHowOpen: true })}
        />
      )}
      <section className={styles.what} data-scope="viewer" aria-label={t('what')}>
        {WHAT}
      </section>
      {!isNarrow && (
        <PanelSeparator
          label={t('whereWidth')}
          toggleLabel={t(layout.isWhereOpen ? 'closeWhere' : 'openWhere', { keys: describeKeys(toggleWhere) })}
          panel="where"
          side="right"
          width={fitted.where}
          least={LEAST.where}
          most={fitted.mostWhere}
          onResize={(whereWidth) => change({ whereWidth })}
          onToggle={() => change({ isWhereOpen: !layout.isWhereOpen })}
          onReset={() => change({ whereWidth: layoutSection.initial.whereWidth, isWhereOpen: true })}
        />
      )}
      <section id="where" className={styles.where} data-scope="gallery" aria-label={t('where')} hidden={!isWhereShown}>
        {WHERE}
      </section>
    </div>
  )
}

const describeKeys = ({ hotkey = '' }: UserAction) => describeHotkey(hotkey).join('+')
