import { useEffect, useRef } from 'react'

/** Takes the focus when another thing is shown, unless it is inside already; gives it back at the end. */
export function useFocusOnChange(element: HTMLElement | null, key: string): void {
  const before = useRef<Element>(null)
  useEffect(() => {
    if (element === null) return
    // read by what it is for: another key is another thing
    void key
    if (element.parentElement?.contains(document.activeElement)) return
    before.current ??= document.activeElement
    element.focus({ preventScroll: true })
  }, [element, key])
  useEffect(
    () => () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus({ preventScroll: true })
    },
    [],
  )
}
