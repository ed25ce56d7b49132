import { useEffect, useRef } from 'react'
import { useStudio } from '../studio.tsx'
import { chooseOffered } from './choose-offered.ts'
import { goesOn } from './hotkey.ts'
import { useOfferedActions } from './offered.ts'
import { runAction } from './run-action.ts'

const DIALOG = '[role=dialog], [role=alertdialog]'
const OPEN_DIALOG = '[role=dialog][aria-modal=true]'

/** Runs offered actions by their hotkeys. An action of the part that was used last goes before those of other parts. */
export function useHotkeys(): void {
  const studio = useStudio()
  const scope = useRef<string>('everywhere')

  useEffect(() => {
    const remember = ({ target }: Event) => {
      scope.current = findScope(target)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForControl(event)) return
      // the focus may be nowhere while a dialog is open
      const isInDialog =
        isWithin(event.target, DIALOG) || (event.target === document.body && document.querySelector(OPEN_DIALOG) !== null)
      if (isWithin(event.target, '[role=menu]')) return
      const offered = Object.values(useOfferedActions.getState()).flat()
      // what a dialog hides behind it is not meant
      const at = isInDialog ? findScope(event.target) : scope.current
      const found = chooseOffered(event, { scope: at, isTyping: isText(event.target), isInDialog }, offered)
      if (found === undefined) return
      // also from doing what the browser does with it
      event.preventDefault()
      if (event.repeat && !goesOn(found.action.hotkey ?? '')) return
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

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}

/** The part of the page that something lies in. Below a dialog it is one inside of that. */
function findScope(target: EventTarget | null): string {
  const part = target instanceof Element ? target.closest<HTMLElement>(`[data-scope], ${DIALOG}`) : null
  return part?.dataset.scope ?? 'everywhere'
}

/** Whether the control that has the focus does something with a key by itself: presses, or moves on. */
function isForControl({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey) return false
  if (key === 'Enter' || key === ' ') return target.closest('button, a[href], summary, [role=button], [type=checkbox]') !== null
  return key.startsWith('Arrow') && target.matches('[type=radio], [type=range]')
}

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])')
  )
}
