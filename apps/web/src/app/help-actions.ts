import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { create } from 'zustand'
import { defineAction } from '../shared/actions/index.ts'

/** Which help lies over the page. */
export const useHelp = create<{ readonly shown?: 'palette' | 'hotkeys' | undefined }>(() => ({}))

/** Closes the help that is shown. */
export function closeHelp(): void {
  useHelp.setState({ shown: undefined })
}

/** Shows the palette, in which everything that can be done is found by its name. */
const openPalette = defineAction({
  id: 'app.openPalette',
  label: 'app:openPalette',
  icon: IconSearch,
  scope: 'everywhere',
  hotkey: 'Mod+K',
  worksInTexts: true,
  run: () => useHelp.setState({ shown: 'palette' }),
})

/** Shows the sheet of hotkeys. */
const showHotkeys = defineAction({
  id: 'app.showHotkeys',
  label: 'app:showHotkeys',
  icon: IconKeyboard,
  scope: 'everywhere',
  hotkey: '?',
  run: () => useHelp.setState({ shown: 'hotkeys' }),
})

/** What helps to find one's way. */
export const helpActions = [openPalette, showHotkeys]
