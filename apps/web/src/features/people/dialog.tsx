import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A dialog about accounts, which is there as long as its component. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation('people')
  return <Modal opened centered closeButtonProps={{ 'aria-label': t('close') }} {...props} />
}
