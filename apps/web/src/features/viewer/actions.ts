import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconInfoCircle,
  IconLayoutColumns,
  IconMaximize,
  IconPhotoScan,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'
import { defineImageActions } from '../images/index.ts'
import type { ZoomActs } from './use-zoom.ts'

const scope = 'viewer' as const

/** What the viewer's own actions are done to. */
export interface ViewerControls {
  readonly zoom: ZoomActs
  /** Undefined at the first picture. */
  readonly showPrevious: (() => void) | undefined
  readonly showNext: (() => void) | undefined
  /** Undefined where there is no other picture. */
  readonly compare: (() => void) | undefined
  close(): void
  toggleDetails(): void
}

/** Goes back to what is being made. */
export const closeAction = defineAction<Pick<ViewerControls, 'close'>>({
  id: 'viewer.close',
  label: 'viewer:close',
  icon: IconArrowLeft,
  scope,
  hotkey: 'Escape',
  run: ({ close }) => close(),
})

/** Goes to the picture before this one. */
export const previousAction = defineAction<ViewerControls>({
  id: 'viewer.previous',
  label: 'viewer:previous',
  icon: IconChevronLeft,
  scope,
  hotkey: 'ArrowLeft',
  hinder: ({ showPrevious }) => (showPrevious ? undefined : 'viewer:isFirst'),
  run: ({ showPrevious }) => showPrevious?.(),
})

/** Goes to the picture after this one. */
export const nextAction = defineAction<ViewerControls>({
  id: 'viewer.next',
  label: 'viewer:next',
  icon: IconChevronRight,
  scope,
  hotkey: 'ArrowRight',
  hinder: ({ showNext }) => (showNext ? undefined : 'viewer:isLast'),
  run: ({ showNext }) => showNext?.(),
})

/** Shows how the picture was made. */
export const detailsAction = defineAction<ViewerControls>({
  id: 'viewer.details',
  label: 'viewer:details',
  icon: IconInfoCircle,
  scope,
  hotkey: 'i',
  run: ({ toggleDetails }) => toggleDetails(),
})

/** Puts the next picture beside this one. */
export const compareAction = defineAction<ViewerControls>({
  id: 'viewer.compareWith',
  label: 'viewer:compareWith',
  icon: IconLayoutColumns,
  scope,
  hotkey: 'c',
  hinder: ({ compare }) => (compare ? undefined : 'viewer:isOnly'),
  run: ({ compare }) => compare?.(),
})

/** Comes nearer. */
export const zoomInAction = defineAction<ZoomActs>({
  id: 'viewer.zoomIn',
  label: 'viewer:zoomIn',
  icon: IconZoomIn,
  scope,
  hotkey: '+',
  run: ({ zoomIn }) => zoomIn(),
})

/** Goes further away. */
export const zoomOutAction = defineAction<ZoomActs>({
  id: 'viewer.zoomOut',
  label: 'viewer:zoomOut',
  icon: IconZoomOut,
  scope,
  hotkey: '-',
  run: ({ zoomOut }) => zoomOut(),
})

/** Shows the whole picture. */
export const fitAction = defineAction<ZoomActs>({
  id: 'viewer.fit',
  label: 'viewer:fit',
  icon: IconMaximize,
  scope,
  hotkey: '0',
  run: ({ showWhole }) => showWhole(),
})

/** Shows a pixel of the picture as one of the screen. */
export const actualSizeAction = defineAction<ZoomActs>({
  id: 'viewer.actualSize',
  label: 'viewer:actualSize',
  icon: IconPhotoScan,
  scope,
  hotkey: '1',
  run: ({ showActualSize }) => showActualSize(),
})

const { compare: _ofTwo, ...imageActions } = defineImageActions(scope)

/** What can be done to the picture that is shown. */
export const shownActions = imageActions

/** All of it, for hotkeys and palette. */
export const SHOWN_ACTIONS = Object.values(imageActions)
/** The viewer's own. */
export const VIEWER_ACTIONS = [closeAction, previousAction, nextAction, detailsAction, compareAction]
/** What changes how near one is. */
export const ZOOM_ACTIONS = [zoomInAction, zoomOutAction, fitAction, actualSizeAction]
