import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../shared/notices/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { describeContent } from '../boards/index.ts'
import styles from './hand-over.module.css'
import { useBoardsOf, useHandOver, useTakeBack, useTrial } from './queries.ts'
import { useHandOverForm } from './use-hand-over-form.ts'

/** Chooses what goes from whom to whom, says how much that is, and hands it over. */
export function HandOverForm() {
  const { t } = useTranslation(['administration', 'shared'])
  const { choice, owners, receivers, receiverName, wish, change, clear } = useHandOverForm()
  const boards = useBoardsOf(choice.from).data ?? []
  const trial = useTrial(wish)
  const handOver = useHandOver()
  const takeBack = useTakeBack()
  const what = trial.data && describeContent(trial.data)
  const others = trial.data?.others_images ?? 0
  const isEmpty = what === t('nothing')
  const fault = handOver.error ?? trial.error

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (wish === undefined) return
    const done = await handOver.mutateAsync(wish)
    clear()
    const { id } = done
    tell({
      text: t('handedOver', { name: receiverName, what: describeContent(done) }),
      ...(id !== null && { act: { label: t('shared:undo'), run: () => takeBack.mutateAsync(id) } }),
    })
  }

  return (
    <form className={styles.form} onSubmit={(event) => void send(event).catch(() => undefined)}>
      <NativeSelect
        label={t('from')}
        description={t('fromHint')}
        data={[{ value: '', label: t('chooseFrom') }, ...owners]}
        value={choice.from}
        onChange={({ currentTarget }) => change({ from: currentTarget.value, boardId: '' })}
      />
      <NativeSelect
        label={t('to')}
        data={[{ value: '', label: t('chooseTo') }, ...receivers]}
        value={choice.to}
        onChange={({ currentTarget }) => change({ to: currentTarget.value })}
      />
      <NativeSelect
        label={t('what')}
        data={[
          { value: '', label: t('everything') },
          ...boards.map(({ board_id, board_name }) => ({ value: board_id, label: t('board', { name: board_name }) })),
        ]}
        value={choice.boardId}
        onChange={({ currentTarget }) => change({ boardId: currentTarget.value })}
      />
      <div className={styles.pair}>
        <TextInput
          type="date"
          label={t('since')}
          value={choice.since}
          onChange={({ currentTarget }) => change({ since: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('until')}
          value={choice.until}
          onChange={({ currentTarget }) => change({ until: currentTarget.value })}
        />
      </div>
      <p role="status" className={styles.effect}>
        {what && (isEmpty ? t('nothingWouldGo') : t('wouldGo', { name: receiverName, what }))}
        {others > 0 && ` ${t('stays', { count: others })}`}
      </p>
      {fault && (
        <p role="alert" className={styles.fault}>
          {describeFailure(fault)}
        </p>
      )}
      <div>
        <Button type="submit" loading={handOver.isPending} disabled={what === undefined || isEmpty}>
          {t('handOver')}
        </Button>
      </div>
    </form>
  )
}
