import type { Transfer } from '@bottega/contracts'
import { Button } from '@mantine/core'
import { IconTransfer } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../shared/formatting/index.ts'
import { type TextKey, useText } from '../../shared/i18n/index.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { Row, Rows } from '../../shared/ui/rows.tsx'
import { describeContent } from '../boards/index.ts'
import styles from './hand-over.module.css'
import { useTakeBack, useTransfers } from './queries.ts'

/** What has been handed over, the latest first. */
export function TransferList() {
  const { t } = useTranslation('administration')
  const transfers = useTransfers().data
  if (transfers === undefined) return null
  if (transfers.length === 0) return <p className={styles.hint}>{t('none')}</p>
  return (
    <Rows label={t('past')}>
      {transfers.map((transfer) => (
        <TransferEntry key={transfer.id} transfer={transfer} />
      ))}
    </Rows>
  )
}

const STATES: Readonly<Record<Exclude<Transfer['state'], 'done'>, TextKey>> = {
  moving: 'administration:moving',
  undoing: 'administration:undoing',
  undone: 'administration:undone',
}

function TransferEntry({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useTranslation('administration')
  const say = useText()
  const takeBack = useTakeBack()
  const { id, state, from_user_id, from_name, to_name, created_at } = transfer
  const from = from_user_id === 'system' ? t('system') : (from_name ?? t('gone'))
  const to = to_name ?? t('gone')
  const time = formatTime(new Date(created_at))

  const undo = () =>
    attempt(async () => {
      const back = await takeBack.mutateAsync(id)
      const tookOff = back.others_images > 0 ? ` ${t('tookOff', { count: back.others_images })}` : ''
      tell({ text: t('givenBack', { what: describeContent(back) }) + tookOff })
    })

  return (
    <Row
      icon={IconTransfer}
      title={t('fromTo', { from, to })}
      mark={state === 'done' ? undefined : say(STATES[state])}
      facts={[describeContent(transfer), time]}
      act={
        (state === 'done' || state === 'moving') && (
          <Button
            variant="subtle"
            color="gray"
            disabled={takeBack.isPending}
            aria-label={t('undoOf', { from, to, time })}
            onClick={() => void undo()}
          >
            {t('undo')}
          </Button>
        )
      }
    />
  )
}
