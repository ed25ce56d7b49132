import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton, useActions } from '../../shared/actions/index.ts'
import { useSection } from '../../shared/user-state/index.ts'
import { type ImageDto, useImageChanges, useNeighbours } from '../images/index.ts'
import { ZOOM_ACTIONS } from './actions.ts'
import styles from './compare.module.css'
import { COMPARE_ACTIONS, type CompareControls, closeCompareAction, differencesAction, swapAction } from './compare-actions.ts'
import { CompareStage } from './compare-stage.tsx'
import { Differences } from './differences.tsx'
import { Strip } from './strip.tsx'
import { useFocusOnChange } from './use-focus-on-change.ts'
import { usePanKeys } from './use-pan-keys.ts'
import { useViewerPlace } from './use-viewer-place.ts'
import { useZoom } from './use-zoom.ts'
import viewerStyles from './viewer.module.css'
import { type CompareMode, viewerSection } from './viewer-section.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

const AFTER: Readonly<Record<CompareMode, CompareMode>> = {
  slider: 'sideBySide',
  sideBySide: 'difference',
  difference: 'slider',
}
const STRIP = 8

/** Two pictures, looked at together. */
export function Compare({ left, right }: { readonly left: ImageDto; readonly right: ImageDto }) {
  const { t } = useTranslation('viewer')
  const place = useViewerPlace()
  const [{ compareMode: mode, areDifferencesOpen }, change] = useSection(viewerSection)
  const [stage, setStage] = useState<HTMLDivElement | null>(null)
  const [pane, setPane] = useState<HTMLDivElement | null>(null)
  const zoom = useZoom(pane, left, left.image_name)
  const { previous, next } = useNeighbours(right.image_name, STRIP)

  const controls = useMemo((): CompareControls => {
    const [one, other] = [left.image_name, right.image_name]
    // the left picture is not compared with itself
    const find = (images: readonly ImageDto[]) => images.find(({ image_name }) => image_name !== one)
    const show = (image: ImageDto | undefined) => image && (() => place.compare(one, image.image_name))
    return {
      close: () => place.open(one),
      swap: () => place.compare(other, one),
      turnMode: () => change({ compareMode: AFTER[mode] }),
      toggleDifferences: () => change({ areDifferencesOpen: !areDifferencesOpen }),
      showPrevious: show(find(previous)),
      showNext: show(find(next)),
    }
  }, [left, right, place, change, mode, areDifferencesOpen, previous, next])
  useActions(COMPARE_ACTIONS, controls)
  useActions(ZOOM_ACTIONS, zoom.acts)
  useFocusOnChange(stage, left.image_name)
  usePanKeys(stage, zoom.acts)
  useImageChanges(({ kind, names }) => {
    if (kind !== 'deleted') return
    if (names.includes(left.image_name)) place.open(right.image_name)
    else if (names.includes(right.image_name)) place.open(left.image_name)
  })

  return (
    <div className={styles.compare}>
      <div className={styles.bar} role="toolbar" aria-label={t('comparing')}>
        <ActionButton action={closeCompareAction} subject={controls} />
        <SegmentedControl
          className={styles.ways}
          size="xs"
          aria-label={t('way')}
          value={mode}
          onChange={(value) => change({ compareMode: value as CompareMode })}
          data={[
            { value: 'slider', label: t('slider') },
            { value: 'sideBySide', label: t('sideBySide') },
            { value: 'difference', label: t('difference') },
          ]}
        />
        <span className={viewerStyles.gap} />
        <ZoomButtons zoom={zoom} />
        <ActionButton action={swapAction} subject={controls} />
        <ActionButton action={differencesAction} subject={controls} isPressed={areDifferencesOpen} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a set of fields is no picture */}
      <div ref={setStage} className={styles.stage} tabIndex={-1} role="group" aria-label={t('twoPictures')}>
        <CompareStage left={left} right={right} mode={mode} zoom={zoom} pane={pane} setPane={setPane} />
      </div>
      <Strip
        left={left}
        right={right}
        neighbours={{ previous, next }}
        onChoose={(name) => place.compare(left.image_name, name)}
      />
      {areDifferencesOpen && <Differences left={left} right={right} />}
    </div>
  )
}
