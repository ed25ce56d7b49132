import { defineSection } from '../../shared/user-state/index.ts'

/** How two pictures are compared. */
export type CompareMode = 'slider' | 'sideBySide' | 'difference'

/** How pictures are looked at, as it is kept for the user. */
export interface ViewerChoices {
  readonly isDetailsOpen: boolean
  readonly compareMode: CompareMode
  /** What differs between two, below them. */
  readonly areDifferencesOpen: boolean
}

const MODES: readonly unknown[] = ['slider', 'sideBySide', 'difference'] satisfies readonly CompareMode[]
const isMode = (value: unknown): value is CompareMode => MODES.includes(value)

/** How pictures are looked at. */
export const viewerSection = defineSection<ViewerChoices>({
  name: 'viewer',
  initial: { isDetailsOpen: false, compareMode: 'slider', areDifferencesOpen: true },
  parse: ({ isDetailsOpen, compareMode, areDifferencesOpen }) => ({
    ...(typeof isDetailsOpen === 'boolean' && { isDetailsOpen }),
    ...(isMode(compareMode) && { compareMode }),
    ...(typeof areDifferencesOpen === 'boolean' && { areDifferencesOpen }),
  }),
})
