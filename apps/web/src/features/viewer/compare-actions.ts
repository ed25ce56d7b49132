import {
  IconArrowLeft,
  IconArrowsLeftRight,
  IconChevronLeft,
  IconChevronRight,
  IconInfoCircle,
  IconLayoutColumns,
} from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'

const scope = 'viewer' as const

/** What the actions of a comparison are done to. */
export interface CompareControls {
  close(): void
  swap(): void
  /** From one way of comparing to the next. */
  turnMode(): void
  toggleDifferences(): void
  /** Undefined where there is none. */
  readonly showPrevious: (() => void) | undefined
  readonly showNext: (() => void) | undefined
}

/** Goes back to the left picture alone. */
export const closeCompareAction = defineAction<CompareControls>({
  id: 'viewer.closeCompare',
  label: 'viewer:closeCompare',
  icon: IconArrowLeft,
  scope,
  hotkey: 'Escape',
  run: ({ close }) => close(),
})

/** Left becomes right. */
export const swapAction = defineAction<CompareControls>({
  id: 'viewer.swap',
  label: 'viewer:swap',
  icon: IconArrowsLeftRight,
  scope,
  hotkey: 'x',
  run: ({ swap }) => swap(),
})

/** Tells what differs in how they were made. */
export const differencesAction = defineAction<CompareControls>({
  id: 'viewer.differences',
  label: 'viewer:differences',
  icon: IconInfoCircle,
  scope,
  hotkey: 'i',
  run: ({ toggleDifferences }) => toggleDifferences(),
})

const turnModeAction = defineAction<CompareControls>({
  id: 'viewer.turnMode',
  label: 'viewer:turnMode',
  icon: IconLayoutColumns,
  scope,
  hotkey: 'c',
  run: ({ turnMode }) => turnMode(),
})

const previousOtherAction = defineAction<CompareControls>({
  id: 'viewer.previousOther',
  label: 'viewer:previousOther',
  icon: IconChevronLeft,
  scope,
  hotkey: 'ArrowLeft',
  hinder: ({ showPrevious }) => (showPrevious ? undefined : 'viewer:isFirst'),
  run: ({ showPrevious }) => showPrevious?.(),
})

const nextOtherAction = defineAction<CompareControls>({
  id: 'viewer.nextOther',
  label: 'viewer:nextOther',
  icon: IconChevronRight,
  scope,
  hotkey: 'ArrowRight',
  hinder: ({ showNext }) => (showNext ? undefined : 'viewer:isLast'),
  run: ({ showNext }) => showNext?.(),
})

/** What can be done while two pictures are compared. */
export const COMPARE_ACTIONS = [
  closeCompareAction,
  swapAction,
  differencesAction,
  turnModeAction,
  previousOtherAction,
  nextOtherAction,
]
