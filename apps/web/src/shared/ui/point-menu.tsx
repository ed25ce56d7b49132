import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './point-menu.module.css'

/** What the menu takes. */
export interface PointMenuProps {
  readonly at: { readonly x: number; readonly y: number }
  readonly position?: 'bottom-start' | 'bottom-end'
  onClose(): void
  readonly children: ReactNode
}

/** A menu that is open at a point of the page. Load it when it is wanted: menus are no part of the first screen. */
export function PointMenu({ at, position = 'bottom-start', onClose, children }: PointMenuProps) {
  return (
    // keyed by the point, since an open menu does not move
    <Menu key={`${at.x} ${at.y}`} opened onClose={onClose} position={position} offset={2} returnFocus>
      <Menu.Target>
        <span className={styles.point} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
