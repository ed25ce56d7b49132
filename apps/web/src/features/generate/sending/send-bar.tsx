import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../shared/actions/index.ts'
import { describeFailure, useIsCutOff } from '../../../shared/server/index.ts'
import { generateFirstAction } from '../actions.ts'
import { useForm } from '../form/form-context.tsx'
import { NumberField } from '../form/number-field.tsx'
import { BoardField } from './board-field.tsx'
import { findHindrance } from './hindrance.ts'
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
  const isCutOff = useIsCutOff()
  const { waiting, sent, failures } = generating
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
          // it can be pressed again all the while
          aria-busy={waiting > 0}
          // one that cannot send leads to what is missing; without a connection it tries all the same
          {...((hindrance || isCutOff) && { 'data-hindered': true })}
        >
          {hindrance === undefined && isCutOff ? t('cutOff') : <SendLabel hindrance={hindrance} />}
        </Button>
        <ActionButton action={generateFirstAction} subject={generating} />
      </div>
      {failures.map((failure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows, and begins anew
        <p key={at} role="alert" className={styles.fault}>
          {describeFailure(failure)}
        </p>
      ))}
      <p role="status" className={styles.told}>
        {sent > 0 && waiting === 0 && t('sent', { count: sent })}
      </p>
    </div>
  )
}
