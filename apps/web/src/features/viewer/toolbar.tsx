import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActionButton, ActionMenuItems } from '../../shared/actions/index.ts'
import { useIsEveryone, useOwnerName } from '../boards/index.ts'
import type { ImageDto, PickedImages } from '../images/index.ts'
import {
  closeAction,
  compareAction,
  detailsAction,
  nextAction,
  previousAction,
  shownActions,
  type ViewerControls,
} from './actions.ts'
import type { Zoom } from './use-zoom.ts'
import styles from './viewer.module.css'
import { ZoomButtons } from './zoom-buttons.tsx'

const { star, move, download, usePrompt, useSeed, useSize, useAll, useAsStart } = shownActions
const MORE = [useAll, usePrompt, useSeed, useSize, useAsStart, move, download, shownActions.delete]

/** What the toolbar takes. */
export interface ToolbarProps {
  readonly image: ImageDto
  readonly picked: PickedImages
  readonly controls: ViewerControls
  readonly zoom: Zoom
  readonly isDetailsOpen: boolean
}

/** What can be done to the picture that is shown; it goes when nobody moves. */
export function Toolbar({ image, picked, controls, zoom, isDetailsOpen }: ToolbarProps) {
  const { t } = useTranslation('viewer')
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()
  return (
    <>
      <div className={styles.top} role="toolbar" aria-label={t('looking')}>
        <ActionButton action={closeAction} subject={controls} />
        {isEveryone && <span className={styles.owner}>{nameOwner(image.owner)}</span>}
        <span className={styles.gap} />
        <ZoomButtons zoom={zoom} />
        <span className={styles.gap} />
        <ActionButton action={compareAction} subject={controls} />
        <ActionButton action={detailsAction} subject={controls} isPressed={isDetailsOpen} />
      </div>
      <div className={styles.sides}>
        <ActionButton action={previousAction} subject={controls} />
        <ActionButton action={nextAction} subject={controls} />
      </div>
      <div className={styles.bottom} role="toolbar" aria-label={t('doing')}>
        <ActionButton action={star} subject={picked} isPressed={image.starred} />
        <ActionButton action={useAll} subject={picked} />
        <ActionButton action={useAsStart} subject={picked} />
        <ActionButton action={download} subject={picked} />
        <ActionButton action={shownActions.delete} subject={picked} />
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <Tooltip label={t('moreToDo')}>
              <ActionIcon aria-label={t('moreToDo')}>
                <IconDots size={18} stroke={1.5} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionMenuItems actions={MORE} subject={picked} />
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  )
}
