import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A dialog that is there as long as its component; what had the focus before gets it back. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation('shared')
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // after the dialog has let go of it
      setTimeout(() => before instanceof HTMLElement && document.activeElement === document.body && before.focus())
    },
    [before],
  )
  return <Modal opened centered closeButtonProps={{ 'aria-label': t('close') }} {...props} />
}
