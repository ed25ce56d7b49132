import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { generateFirstAction } from './actions.ts'
import { BoardField } from './board-field.tsx'
import { useForm } from './form-context.tsx'
import { findHindrance } from './hindrance.ts'
import { NumberField } from './number-field.tsx'
import styles from './send-bar.module.css'
import { SendLabel } from './send-label.tsx'
import type { GeneratingState } from './use-generating.ts'

/** How many, where to, and the button that says what it will do or what is missing. */
export function SendBar({
  generating,
  openBoard,
}: {
  readonly generating: GeneratingState
  readonly openBoard: string | undefined
}) {
  const { t } = useTranslation('generate')
  const { form, model, faults } = useForm()
  const hindrance = findHindrance(form, model, faults)
  const { error, sent, isPending } = generating
  return (
    <div className={styles.bar}>
      <div className={styles.fields}>
        <NumberField field="count" />
        <BoardField openBoard={openBoard} />
      </div>
      <div className={styles.buttons}>
        <Button
          type="submit"
          className={styles.send}
          classNames={{ label: styles.label }}
          loading={isPending}
          // one that cannot send leads to what is missing
          {...(hindrance && { 'data-hindered': true })}
        >
          <SendLabel hindrance={hindrance} />
        </Button>
        <ActionButton action={generateFirstAction} subject={generating} />
      </div>
      {error && (
        <p role="alert" className={styles.fault}>
          {describeFailure(error)}
        </p>
      )}
      <p role="status" className={styles.told}>
        {sent !== undefined && !isPending && !error && t('sent', { count: sent })}
      </p>
    </div>
  )
}
