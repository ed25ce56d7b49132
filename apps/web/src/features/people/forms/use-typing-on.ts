import { type RefObject, useEffect, useRef, useState } from 'react'

/** Hands that have not pressed a key for so long have seen that something else has come up. */
const REST_MS = 2000

type TextField = HTMLInputElement | HTMLTextAreaElement

/** Where somebody was typing when something came up over it. */
export interface TypingOn {
  readonly wasTyping: boolean
  /** For what has the focus meanwhile: what is typed there goes where it was meant to. */
  readonly catcher: RefObject<HTMLParagraphElement | null>
}

/**
 * Lets somebody type on where they were typing when a dialog with a field for a password came up: their keys are neither lost nor
 * taken for the password.
 *
 * @param onRest  called once no key has been pressed for a moment, where the focus is still with the catcher
 */
export function useTypingOn(onRest: (catcher: HTMLElement) => void): TypingOn {
  const [field] = useState(() => findTextField(document.activeElement))
  const catcher = useRef<HTMLParagraphElement>(null)
  const latestOnRest = useRef(onRest)
  latestOnRest.current = onRest

  useEffect(() => {
    if (field === undefined) return
    const rest = () => {
      const element = catcher.current
      if (element !== null && document.activeElement === element) latestOnRest.current(element)
    }
    let timer = setTimeout(rest, REST_MS)
    const onKey = (event: KeyboardEvent) => {
      // what catches comes with the dialog, a moment later
      if (event.target !== catcher.current || !field.isConnected || !typeInto(field, event)) return
      event.preventDefault()
      clearTimeout(timer)
      timer = setTimeout(rest, REST_MS)
    }
    document.addEventListener('keydown', onKey, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKey, true)
    }
  }, [field])

  return { wasTyping: field !== undefined, catcher }
}

function findTextField(element: Element | null): TextField | undefined {
  if (element instanceof HTMLTextAreaElement) return element
  return element instanceof HTMLInputElement && /^(text|search)$/.test(element.type) ? element : undefined
}

/** Does to a text what a key would do to it; whether it does anything. */
function typeInto(field: TextField, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false
  const typed = key === 'Enter' && field instanceof HTMLTextAreaElement ? '\n' : key
  const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length]
  if (typed.length === 1) field.setRangeText(typed, start, end, 'end')
  else if (key === 'Backspace') field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end')
  else return false
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return true
}
