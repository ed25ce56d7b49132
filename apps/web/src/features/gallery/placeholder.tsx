import { type RefObject, useEffect, useRef } from 'react'
import styles from './placeholder.module.css'

/** A thumbnail that comes from nearby is quicker than this. */
const PATIENCE_MS = 120

/** What is seen of a picture until its thumbnail is there: its colours, blurred. They are drawn only when the thumbnail is slow. */
export function Placeholder({ hash }: { readonly hash: string | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (hash === undefined) return
    const timer = setTimeout(() => {
      const thumbnail = canvas.current?.nextElementSibling
      if (!(thumbnail instanceof HTMLImageElement) || !thumbnail.complete) void drawHash(canvas, hash)
    }, PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [hash])
  return hash === undefined ? null : <canvas ref={canvas} className={styles.placeholder} width={0} height={0} aria-hidden />
}

async function drawHash({ current: canvas }: RefObject<HTMLCanvasElement | null>, hash: string): Promise<void> {
  const { thumbHashToRGBA } = await import('thumbhash')
  if (canvas === null) return
  const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)))
  canvas.width = w
  canvas.height = h
  canvas.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(rgba), w, h), 0, 0)
}
