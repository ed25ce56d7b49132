import { Button } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { runAction } from '../../shared/actions/index.ts'
import { formatAge, formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { useMinute } from '../../shared/ui/use-minute.ts'
import { resumeAction } from './actions.ts'
import styles from './pause-note.module.css'
import { useQueueStatus } from './queries.ts'

/** Who has paused the queue and since when, for everybody; administrators can end it. */
export function PauseNote() {
  const { t } = useTranslation('queue')
  useMinute()
  const studio = useStudio()
  const processor = useQueueStatus().data?.processor
  if (!processor?.paused_at) return null
  const since = parseTime(processor.paused_at)
  const isNameless = processor.paused_by === null || processor.paused_by === 'administrator'
  const name = isNameless ? t('administrator') : processor.paused_by
  return (
    <div className={styles.note} role="status">
      <IconPlayerPause size={18} stroke={1.5} aria-hidden />
      <p title={formatTime(since)}>{t('pausedBy', { name, age: formatAge(since) })}</p>
      {studio.isAdmin && (
        <Button variant="default" onClick={() => runAction(resumeAction, undefined, studio)}>
          {t('resume')}
        </Button>
      )}
    </div>
  )
}
