import type { QueueItem } from '@bottega/contracts'
import { useTranslation } from 'react-i18next'
import { formatDuration, formatNumber, formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { nameScheduler } from '../models/index.ts'
import styles from './job-detail.module.css'
import { readSettings } from './read-session.ts'
import { countSeconds, readPrompt } from './tracked-item.ts'

/** The settings of a job, and when and where it was made; what is not known is left out. */
export function JobFacts({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue')
  // the words of the form in which they were set
  const say = useText()
  const { model, width, height, steps, guidance, scheduler, seed, negativePrompt } = readSettings(item)
  const isShared = useAccount() !== undefined
  const { started_at = null, completed_at = null } = item
  const seconds = countSeconds({ started_at, completed_at })
  const sayTime = (time: string | null | undefined) => (time ? formatTime(parseTime(time)) : undefined)
  const facts = [
    [say('generate:prompt'), readPrompt({ field_values: item.field_values ?? null })],
    [say('generate:negativePrompt'), negativePrompt],
    [say('generate:model'), model],
    [t('size'), width && height && `${width} × ${height}`],
    [say('generate:steps'), steps],
    [say('generate:guidanceScale'), guidance !== undefined && formatNumber(guidance)],
    [say('generate:scheduler'), scheduler && nameScheduler(scheduler)],
    [say('generate:seed'), seed],
    [t('asked'), sayTime(item.created_at)],
    [t('began'), sayTime(started_at)],
    [t('ended'), sayTime(completed_at)],
    [t('duration'), seconds !== undefined && formatDuration(seconds)],
    [t('device'), item.device],
    [t('origin'), item.origin],
    [t('owner'), isShared && (item.user_display_name ?? item.user_email)],
    [t('attempt'), item.attempt !== undefined && item.attempt > 1 && item.attempt],
    [t('workflow'), item.called_workflow_name],
    [t('calledBy'), item.parent_item_id],
    [t('waitsFor'), listAwaited(item)],
    [t('number'), item.item_id],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value !== undefined &&
          value !== null &&
          value !== false &&
          value !== '' && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function listAwaited({ session }: QueueItem): string {
  const { child_item_ids = [], completed_child_item_ids = [] } = session.waiting_workflow_call_execution ?? {}
  return child_item_ids.filter((id) => !completed_child_item_ids.includes(id)).join(', ')
}
