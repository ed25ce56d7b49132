/** A finger that moved less than this did not mean it. */
const LEAST_PIXELS = 50

/** Tells of swipes over a picture; never while it is enlarged, when fingers move it about. */
export function watchSwipes(element: HTMLElement, swiped: (direction: 'left' | 'right' | 'down') => void): void {
  let start: { readonly x: number; readonly y: number } | undefined
  const move = (x: number, y: number) => {
    element.style.translate = x === 0 && y === 0 ? '' : `${x}px ${y}px`
  }
  const isEnlarged = () => (visualViewport?.scale ?? 1) > 1.01
  element.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0 || isEnlarged()) return
    start = { x: event.clientX, y: event.clientY }
    element.setPointerCapture(event.pointerId)
  })
  element.addEventListener('pointermove', (event) => {
    if (start === undefined || !event.isPrimary) return
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
    if (Math.abs(dx) > Math.abs(dy)) move(dx, 0)
    else move(0, Math.max(0, dy))
  })
  const end = (event: PointerEvent, counts: boolean) => {
    if (start === undefined || !event.isPrimary) return
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
    start = undefined
    move(0, 0)
    if (!counts) return
    if (Math.abs(dx) > Math.abs(dy) && Math.abs(dx) >= LEAST_PIXELS) swiped(dx < 0 ? 'left' : 'right')
    else if (dy >= LEAST_PIXELS && dy > Math.abs(dx)) swiped('down')
  }
  element.addEventListener('pointerup', (event) => end(event, true))
  element.addEventListener('pointercancel', (event) => end(event, false))
}
