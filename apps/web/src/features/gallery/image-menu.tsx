import { Menu } from '@mantine/core'
import { useMemo } from 'react'
import { ActionMenuItems } from '../../shared/actions/index.ts'
import { useBoard } from '../boards/index.ts'
import { type PickedImages, pickImages } from '../images/index.ts'
import { copyAction, coverAction, imageActions } from './actions.ts'
import styles from './image-menu.module.css'
import { closeImageMenu, useImageMenu } from './image-menu-state.ts'
import { useSelection } from './selection.ts'

const recalls = [imageActions.useAll, imageActions.usePrompt, imageActions.useSeed, imageActions.useSize, imageActions.useAsStart]
const acts = [imageActions.star, imageActions.move, imageActions.compare, imageActions.download, copyAction]
const covers = [coverAction]
const deletions = [imageActions.delete]

/** The menu of an image: of all that are picked, where it is one of them. */
export function ImageMenu({ picked }: { readonly picked: PickedImages }) {
  const { image, at } = useImageMenu()
  const names = useSelection((state) => state.names)
  const board = useBoard(image?.board_id)
  const subject = useMemo(() => (image && !names.has(image.image_name) ? pickImages([image]) : picked), [image, names, picked])
  const cover = useMemo(() => ({ board, picked: subject }), [board, subject])
  if (image === undefined) return null
  return (
    // keyed by the place, since an open menu does not move
    <Menu key={`${at.x} ${at.y}`} opened onClose={closeImageMenu} position="bottom-start" offset={2} shadow="md" returnFocus>
      <Menu.Target>
        <span className={styles.point} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <ActionMenuItems actions={recalls} subject={subject} />
        <Menu.Divider />
        <ActionMenuItems actions={acts} subject={subject} />
        <ActionMenuItems actions={covers} subject={cover} />
        <Menu.Divider />
        <ActionMenuItems actions={deletions} subject={subject} />
      </Menu.Dropdown>
    </Menu>
  )
}
