import { IconLayoutSidebar, IconLayoutSidebarRight } from '@tabler/icons-react'
import { defineAction } from '../shared/actions/index.ts'
import { layoutSection } from '../shared/layout-section.ts'
import { getSection, type UserState } from '../shared/user-state/index.ts'

/** Closes and opens the panel of settings. */
export const toggleHow = defineAction({
  id: 'app.toggleHow',
  label: 'app:toggleHow',
  icon: IconLayoutSidebar,
  scope: 'everywhere',
  hotkey: 'o',
  run: (_, { state }) => toggle(state, 'isHowOpen'),
})

/** Closes and opens the panel of the gallery. */
export const toggleWhere = defineAction({
  id: 'app.toggleWhere',
  label: 'app:toggleWhere',
  icon: IconLayoutSidebarRight,
  scope: 'everywhere',
  hotkey: 'g',
  run: (_, { state }) => toggle(state, 'isWhereOpen'),
})

/** What changes the layout of the studio. */
export const layoutActions = [toggleHow, toggleWhere]

function toggle(state: UserState, panel: 'isHowOpen' | 'isWhereOpen'): void {
  state.change(layoutSection, { [panel]: !getSection(state, layoutSection)[panel] })
}
