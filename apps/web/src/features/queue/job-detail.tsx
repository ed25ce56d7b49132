import type { QueueItem } from '@bottega/contracts'
import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../shared/copy-text.ts'
import { thumbnailOf } from '../../shared/image-address.ts'
import { attempt, tell } from '../../shared/notices/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import styles from './job-detail.module.css'
import { JobFacts } from './job-facts.tsx'
import { useQueueItem } from './queries.ts'
import { listMade } from './read-session.ts'
import { useItemWords } from './words.ts'

/** All that there is to know of a job: its pictures, its settings, its error and what to do about it. */
export function JobDetail({ id }: { readonly id: number }) {
  const { t } = useTranslation('queue')
  const { data: item, error } = useQueueItem(id)
  if (error && item === undefined) return <p className={styles.detail}>{describeFailure(error)}</p>
  if (item === undefined) return <div className={styles.detail} />
  return (
    <div className={styles.detail}>
      <MadePictures item={item} />
      {item.status === 'failed' && <JobError item={item} />}
      <JobFacts item={item} />
      <Button variant="default" leftSection={<IconCopy size={16} stroke={1.5} aria-hidden />} onClick={() => void copy(item)}>
        {t('copyDetails')}
      </Button>
    </div>
  )

  async function copy(shown: QueueItem): Promise<void> {
    await attempt(async () => {
      await copyText(JSON.stringify(shown, null, 2))
      tell({ text: t('copied') })
    })
  }
}

function MadePictures({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue')
  const made = listMade(item)
  if (made.length === 0) return null
  return (
    <ul className={styles.pictures} aria-label={t('result')}>
      {made.map((name) => (
        <li key={name}>
          <Link to="/" search={{ image: name }} aria-label={t('openPicture')}>
            <img src={thumbnailOf(name)} alt="" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function JobError({ item: { error_type, error_message, error_traceback } }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue')
  const { advise } = useItemWords()
  return (
    <div className={styles.error}>
      <p>
        <strong>{error_type ?? t('error')}</strong>: {error_message ?? t('unknownReason')}
      </p>
      <p>{advise(error_type ? { type: error_type } : {})}</p>
      {error_traceback && (
        <details>
          <summary>{t('traceback')}</summary>
          <pre>{error_traceback}</pre>
        </details>
      )}
    </div>
  )
}
