import { type Icon, IconAdjustmentsHorizontal, IconLayoutBoard } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useIsEveryone, useOwnerName, useShownBoards } from '../features/boards/index.ts'
import { FIELD_NAMES, type FormField, listShownFields, revealField } from '../features/generate/index.ts'
import { describeHotkey, runAction, useOfferedActions } from '../shared/actions/index.ts'
import { type TextKey, useText } from '../shared/i18n/index.ts'
import { layoutSection } from '../shared/layout-section.ts'
import { type Studio, useStudio } from '../shared/studio.tsx'
import { useLastStudio } from './last-studio.ts'

/** Something that can be chosen in the palette. */
export interface PaletteEntry {
  readonly id: string
  readonly group: TextKey
  readonly label: string
  readonly icon: Icon
  readonly keys?: readonly string[]
  /** Why it cannot be done now. */
  readonly hindrance?: string
  run(): unknown
}

/** Everything that can be chosen now: what the parts of the page offer, places, fields of the form, and boards. */
export function usePaletteEntries(): PaletteEntry[] {
  const say = useText()
  const studio = useStudio()
  const offered = useOfferedActions()
  const boards = useShownBoards().data
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()

  return useMemo(() => {
    const actions = Object.values(offered)
      .flat()
      .filter(({ action }) => action.id !== 'app.openPalette')
      .map(({ action, subject }): PaletteEntry => {
        const hindrance = action.hinder?.(subject as never, studio)
        return {
          id: action.id,
          group: action.id.startsWith('app.open') ? 'app:places' : 'app:actions',
          label: say(action.label),
          icon: action.icon,
          ...(action.hotkey && { keys: describeHotkey(action.hotkey) }),
          ...(hindrance !== undefined && { hindrance: say(hindrance) }),
          run: () => runAction(action, subject as never, studio),
        }
      })
    const fields = listShownFields().map(
      (field): PaletteEntry => ({
        id: `field:${field}`,
        group: 'app:formFields',
        label: say(FIELD_NAMES[field]),
        icon: IconAdjustmentsHorizontal,
        run: () => goToField(studio, field),
      }),
    )
    const toBoards = (boards ?? []).map(
      ({ board_id, board_name, owner }): PaletteEntry => ({
        id: `board:${board_id}`,
        group: 'app:boards',
        label: isEveryone ? `${board_name} · ${nameOwner(owner)}` : board_name,
        icon: IconLayoutBoard,
        run: () => studio.go({ to: '/', search: { board: board_id, tab: 'gallery' } }),
      }),
    )
    // one that two parts offer is one entry
    const byId = new Map([...actions, ...fields, ...toBoards].map((entry) => [entry.id, entry]))
    return [...byId.values()].sort((one, other) => ORDER.indexOf(one.group) - ORDER.indexOf(other.group))
  }, [offered, boards, say, studio, isEveryone, nameOwner])
}

const ORDER: readonly TextKey[] = ['app:actions', 'app:places', 'app:formFields', 'app:boards']

/** Opens the form where it is closed or behind a tab, and takes the focus to a field of it. */
async function goToField({ state, go }: Studio, field: FormField): Promise<void> {
  state.change(layoutSection, { isHowOpen: true })
  const { board } = useLastStudio.getState()
  await go({ to: '/', search: board === undefined ? {} : { board } })
  requestAnimationFrame(() => revealField(field))
}
