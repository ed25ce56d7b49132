import { VisuallyHidden } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { cutText } from '../../shared/cut-text.ts'
import { useServer, useServerEvent } from '../../shared/server/index.ts'
import { useSection } from '../../shared/user-state/index.ts'
import {
  type ImageDto,
  pickImages,
  refreshNeighbours,
  useImageChanges,
  useImageMetadata,
  useNeighbours,
} from '../images/index.ts'
import { SHOWN_ACTIONS, VIEWER_ACTIONS, type ViewerControls, ZOOM_ACTIONS } from './actions.ts'
import { Details } from './details.tsx'
import { namePicture } from './name-picture.ts'
import { Picture } from './picture.tsx'
import { readPrompt } from './read-metadata.ts'
import { Toolbar } from './toolbar.tsx'
import { useFocusOnChange } from './use-focus-on-change.ts'
import { useGestures } from './use-gestures.ts'
import { useIdle } from './use-idle.ts'
import { usePanKeys } from './use-pan-keys.ts'
import { usePreload } from './use-preload.ts'
import { useViewerPlace } from './use-viewer-place.ts'
import { useZoom } from './use-zoom.ts'
import styles from './viewer.module.css'
import { viewerSection } from './viewer-section.ts'

/** How many neighbours are known on each side: one to show, others for when it is deleted. */
const NEAR = 3

/** A picture with what can be done to it. */
export function ShownImage({ image, onMissing }: { readonly image: ImageDto; onMissing(): void }) {
  const { t } = useTranslation('viewer')
  const { image_name: name } = image
  const place = useViewerPlace()
  const [{ isDetailsOpen }, change] = useSection(viewerSection)
  const [whole, setWhole] = useState<HTMLDivElement | null>(null)
  const [stage, setStage] = useState<HTMLDivElement | null>(null)
  const zoom = useZoom(stage, image, name)
  const { previous, next, areKnown } = useNeighbours(name, NEAR)
  const [before, after] = [previous[0], next[0]]

  const controls = useMemo((): ViewerControls => {
    const other = after ?? before
    // while nobody knows, nothing is said of an end
    const show = (image: ImageDto | undefined) => (image || !areKnown ? () => image && place.open(image.image_name) : undefined)
    return {
      zoom: zoom.acts,
      showPrevious: show(before),
      showNext: show(after),
      compare: other && (() => place.compare(name, other.image_name)),
      close: place.close,
      toggleDetails: () => change({ isDetailsOpen: !isDetailsOpen }),
    }
  }, [zoom.acts, before, after, areKnown, place, name, change, isDetailsOpen])
  const picked = useMemo(() => ({ ...pickImages([image]), onRestored: () => place.open(name) }), [image, place, name])
  useActions(VIEWER_ACTIONS, controls)
  useActions(ZOOM_ACTIONS, zoom.acts)
  useActions(SHOWN_ACTIONS, picked)

  useImageChanges(({ kind, names }) => {
    if (kind !== 'deleted' || !names.includes(name)) return
    const rest = [...next, ...previous].find(({ image_name }) => !names.includes(image_name))
    if (rest) place.open(rest.image_name)
    else place.close()
  })
  const { queries } = useServer()
  useServerEvent('queue_item_status_changed', ({ status }) => {
    if (status === 'completed') refreshNeighbours(queries)
  })
  useFocusOnChange(stage, name)
  usePreload([after, before])
  const isIdle = useIdle(whole)
  useGestures(stage, zoom, {
    onTurn: (direction) => (direction === 1 ? controls.showNext?.() : controls.showPrevious?.()),
    onDrop: place.close,
  })
  usePanKeys(whole, zoom.acts)
  const metadata = useImageMetadata(name)
  const told = readPrompt(metadata.data)
  const prompt = told && cutText(told)

  return (
    <div ref={setWhole} className={styles.shown} data-idle={isIdle}>
      {/* the focus stays where it is when another picture comes */}
      <VisuallyHidden role="status">{metadata.isPending ? '' : (prompt ?? namePicture(image))}</VisuallyHidden>
      <div className={styles.ground}>
        {/* biome-ignore lint/a11y/useSemanticElements: a set of fields is no picture */}
        <div
          ref={setStage}
          className={styles.stage}
          tabIndex={-1}
          role="group"
          aria-label={t('picture')}
          data-fitted={zoom.isFitted}
        >
          <Picture key={name} image={image} zoom={zoom} alt={prompt ?? namePicture(image)} onMissing={onMissing} />
        </div>
        <Toolbar image={image} picked={picked} controls={controls} zoom={zoom} isDetailsOpen={isDetailsOpen} />
      </div>
      {isDetailsOpen && <Details image={image} onClose={controls.toggleDetails} />}
    </div>
  )
}
