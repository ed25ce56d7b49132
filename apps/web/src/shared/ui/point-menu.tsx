import { Menu } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { focusOrigins } from './focus-origins.ts'
import styles from './point-menu.module.css'

/** What the menu takes. */
export interface PointMenuProps {
  readonly at: { readonly x: number; readonly y: number }
  readonly position?: 'bottom-start' | 'bottom-end'
  onClose(): void
  readonly children: ReactNode
}

/** A menu that is open at a point of the page; what had the focus before gets it back. Load it when it is wanted: menus are no part of the first screen. */
export function PointMenu({ at, position = 'bottom-start', onClose, children }: PointMenuProps) {
  const target = useRef<HTMLSpanElement>(null)
  const [origin] = useState(() => document.activeElement)
  useEffect(() => {
    if (target.current && origin) focusOrigins.set(target.current, origin)
    return () => {
      // the menu has gone with what had it
      if (document.activeElement === document.body && origin instanceof HTMLElement) origin.focus()
    }
  }, [origin])
  return (
    // keyed by the point, since an open menu does not move
    <Menu key={`${at.x} ${at.y}`} opened onClose={onClose} position={position} offset={2} returnFocus>
      <Menu.Target>
        <span ref={target} className={styles.point} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
