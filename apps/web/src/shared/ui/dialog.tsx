import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './dialog.module.css'
import { focusOrigins } from './focus-origins.ts'

/** A dialog that is there as long as its component; what had the focus before gets it back. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation('shared')
  const [before] = useState(findOrigin)
  useEffect(
    () => () => {
      // after the dialog has let go of it
      setTimeout(() => document.activeElement === document.body && giveFocus(before))
    },
    [before],
  )
  return (
    <Modal opened centered closeButtonProps={{ 'aria-label': t('close') }} classNames={{ body: styles.body ?? '' }} {...props} />
  )
}

/** What has the focus; instead of an entry of a menu, which closes, the button of that menu. */
function findOrigin(): Element | null {
  const active = document.activeElement
  const menu = active?.closest('[role=menu]')
  const opener = menu && document.querySelector(`[aria-controls="${menu.id}"]`)
  return opener ? (focusOrigins.get(opener) ?? opener) : active
}

/** Gives the focus back; the place gets it where the dialog has removed what had it. */
function giveFocus(to: Element | null): void {
  const next = to?.isConnected ? to : document.querySelector('main')
  if (next instanceof HTMLElement) next.focus()
}
