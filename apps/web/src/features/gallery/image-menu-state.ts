import { create } from 'zustand'
import type { ImageDto } from '../images/index.ts'

/** The menu of an image, where it is open: at a point of the page. */
export const useImageMenu = create<{
  readonly image: ImageDto | undefined
  readonly at: { readonly x: number; readonly y: number }
}>(() => ({ image: undefined, at: { x: 0, y: 0 } }))

/** Opens the menu of an image. */
export function openImageMenu(image: ImageDto, at: { readonly x: number; readonly y: number }): void {
  useImageMenu.setState({ image, at })
}

/** Closes the menu. */
export const closeImageMenu = () => useImageMenu.setState({ image: undefined })
