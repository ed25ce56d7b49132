import { type RefObject, useEffect, useState } from 'react'
import { formatDay } from '../../shared/formatting/index.ts'
import type { ImageDto } from '../images/index.ts'
import styles from './date-bubble.module.css'

const LASTS_MS = 900
/** Heights of the view within a tenth of a second: less is reading, not searching. */
const FAST = 1.5

/** The day that one is passing, while one moves fast through a long list. */
export function DateBubble({
  scroller,
  image,
}: {
  readonly scroller: RefObject<HTMLElement | null>
  readonly image: ImageDto | undefined
}) {
  const [isFast, setIsFast] = useState(false)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    let [from, since] = [element.scrollTop, performance.now()]
    let timer: ReturnType<typeof setTimeout> | undefined
    const onScroll = () => {
      const now = performance.now()
      if (Math.abs(element.scrollTop - from) > FAST * element.clientHeight) {
        setIsFast(true)
        clearTimeout(timer)
        timer = setTimeout(() => setIsFast(false), LASTS_MS)
      }
      if (now - since > 100) [from, since] = [element.scrollTop, now]
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      clearTimeout(timer)
    }
  }, [scroller])
  if (!isFast || image === undefined) return null
  return (
    <output className={styles.bubble} aria-hidden>
      {formatDay(image.created_at.slice(0, 10))}
    </output>
  )
}
