import { useEffect, useRef } from 'react'
import { useStudio } from '../studio.tsx'
import { isHotkey } from './hotkey.ts'
import { type OfferedAction, useOfferedActions } from './offered.ts'
import { runAction } from './run-action.ts'

/** Runs offered actions by their hotkeys. An action of the part that was used last goes before those of other parts. */
export function useHotkeys(): void {
  const studio = useStudio()
  const scope = useRef<string>('everywhere')

  useEffect(() => {
    const remember = (event: Event) => {
      const part = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-scope]') : null
      scope.current = part?.dataset.scope ?? 'everywhere'
    }
    const onKey = (event: KeyboardEvent) => {
      // a dialog keeps the keys that are pressed in it
      if (event.defaultPrevented || (isInDialog(event.target) && event.key !== 'Escape' && !isInScope(event.target))) return
      const found = findOffered(event, scope.current)
      if (found === undefined) return
      event.preventDefault()
      runAction(found.action, found.subject as never, studio)
    }
    document.addEventListener('pointerdown', remember, true)
    document.addEventListener('focusin', remember, true)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', remember, true)
      document.removeEventListener('focusin', remember, true)
      document.removeEventListener('keydown', onKey)
    }
  }, [studio])
}

function findOffered(event: KeyboardEvent, scope: string): OfferedAction | undefined {
  const isTyping = isText(event.target)
  const matching = Object.values(useOfferedActions.getState())
    .flat()
    .filter(({ action }) => action.hotkey !== undefined && isHotkey(event, action.hotkey) && (!isTyping || action.worksInTexts))
  return matching.find(({ action }) => action.scope === scope) ?? matching.find(({ action }) => action.scope === 'everywhere')
}

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])')
  )
}

const isInDialog = (target: EventTarget | null) => target instanceof Element && target.closest('[role=dialog]') !== null
const isInScope = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role=dialog] [data-scope]') !== null
