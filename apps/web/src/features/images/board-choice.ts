import { create } from 'zustand'
import type { PickedImages } from './image.ts'

/** The images for which a board is being chosen; undefined while nobody asks. */
export const useBoardChoice = create<{ readonly images: PickedImages | undefined }>(() => ({ images: undefined }))

/** Asks which board images are to go to. */
export function askForBoard(images: PickedImages): void {
  useBoardChoice.setState({ images })
}

/** Ends the question. */
export function closeBoardChoice(): void {
  useBoardChoice.setState({ images: undefined })
}
