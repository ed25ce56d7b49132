import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Foot } from '../../../shared/ui/foot.tsx'

/** What the foot of a dialog's form takes. */
export interface FormActsProps {
  /** What sending it does. */
  readonly label: string
  readonly isBusy: boolean
  onClose(): void
}

/** The foot of a dialog's form: leave it, or send it. */
export function FormActs({ label, isBusy, onClose }: FormActsProps) {
  const { t } = useTranslation('people')
  return (
    <Foot>
      <Button variant="default" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button type="submit" loading={isBusy}>
        {label}
      </Button>
    </Foot>
  )
}
