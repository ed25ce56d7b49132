import { useMemo } from 'react'
import type { ImageDto, PickedImages } from '../images/index.ts'
import { type ImageList, imageAt } from './image-list.ts'
import { clearSelection, useSelection } from './selection.ts'

/** What acts are done to: the images that are picked, else the one that the keys are at. */
export function usePicked(list: ImageList | undefined): PickedImages {
  const names = useSelection((state) => state.names)
  const active = useSelection((state) => state.active)
  return useMemo(() => {
    const images = list ? [...list.pages.values()].flat() : []
    if (names.size > 0) {
      const known = images.filter(({ image_name }) => names.has(image_name))
      return { names: [...names], known, onDeleted: clearSelection }
    }
    const image: ImageDto | undefined = list && imageAt(list, active)
    return image ? { names: [image.image_name], known: [image] } : { names: [], known: [] }
  }, [list, names, active])
}
