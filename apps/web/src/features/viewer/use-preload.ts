import { useEffect } from 'react'
import type { ImageDto } from '../images/index.ts'

/** Fetches the files of pictures that are likely to be looked at next. */
export function usePreload(images: readonly (ImageDto | undefined)[]): void {
  const addresses = images.flatMap((image) => (image ? [image.thumbnail_url, image.image_url] : [])).join(' ')
  useEffect(() => {
    for (const address of addresses.split(' ').filter(Boolean)) new Image().src = address
  }, [addresses])
}
