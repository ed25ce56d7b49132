import { Menu } from '@mantine/core'
import { useMemo } from 'react'
import { ActionMenuItems } from '../../shared/actions/index.ts'
import { PointMenu } from '../../shared/ui/point-menu.tsx'
import { type ImageDto, type PickedImages, pickImages } from '../images/index.ts'
import { copyAction, imageActions } from './actions.ts'
import { closeImageMenu, useImageMenu } from './image-menu-state.ts'
import { useSelection } from './selection.ts'

const recalls = [imageActions.useAll, imageActions.usePrompt, imageActions.useSeed, imageActions.useSize, imageActions.useAsStart]
const acts = [imageActions.star, imageActions.move, imageActions.compare, imageActions.download, copyAction]
const deletions = [imageActions.delete]

/** What the menu takes. */
export interface ImageMenuProps {
  readonly image: ImageDto
  /** what is picked in the gallery */
  readonly picked: PickedImages
}

/** What can be done to an image: to all that are picked, where it is one of them. */
export function ImageMenu({ image, picked }: ImageMenuProps) {
  const at = useImageMenu((state) => state.at)
  const isPicked = useSelection(({ names }) => names.has(image.image_name))
  const subject = useMemo(() => (isPicked ? picked : pickImages([image])), [isPicked, image, picked])
  return (
    <PointMenu at={at} onClose={closeImageMenu}>
      <ActionMenuItems actions={recalls} subject={subject} />
      <Menu.Divider />
      <ActionMenuItems actions={acts} subject={subject} />
      <Menu.Divider />
      <ActionMenuItems actions={deletions} subject={subject} />
    </PointMenu>
  )
}
