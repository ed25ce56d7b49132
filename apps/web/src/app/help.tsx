import { lazy, Suspense } from 'react'
import { useHelp } from './help-actions.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const HotkeySheet = lazy(async () => ({ default: (await import('./hotkey-sheet.tsx')).HotkeySheet }))

/** What helps to find one's way, once it is asked for. */
export function Help() {
  const shown = useHelp((state) => state.shown)
  return (
    <Suspense>
      {shown === 'palette' && <Palette />}
      {shown === 'hotkeys' && <HotkeySheet />}
    </Suspense>
  )
}
