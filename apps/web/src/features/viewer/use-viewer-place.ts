import { useMemo } from 'react'
import { useStudio } from '../../shared/studio.tsx'

/** Where the viewer leads: all of it is in the address. */
export interface ViewerPlace {
  /** Shows another picture instead. */
  open(image: string): void
  /** Goes back to what is being made. */
  close(): void
  /** Puts a picture beside another. */
  compare(image: string, other: string): void
}

/** Where the viewer leads. The way back leads out of it, not through each picture that was seen. */
export function useViewerPlace(): ViewerPlace {
  const { go } = useStudio()
  return useMemo(
    () => ({
      open: (image) => void go({ to: '/', search: ({ compare: _other, ...search }) => ({ ...search, image }), replace: true }),
      close: () => void go({ to: '/', search: ({ image: _shown, compare: _other, ...search }) => search, replace: true }),
      compare: (image, compare) => void go({ to: '/', search: (search) => ({ ...search, image, compare }), replace: true }),
    }),
    [go],
  )
}
