import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import { Foot } from '../../shared/ui/foot.tsx'
import { useTrashChange } from './queries.ts'

/** What the question takes; without names it is about the whole trash. */
export interface PurgeDialogProps {
  readonly names: readonly string[] | undefined
  readonly count: number
  onDone(): void
  onClose(): void
}

/** Asks before pictures are deleted for good. */
export function PurgeDialog({ names, count, onDone, onClose }: PurgeDialogProps) {
  const { t } = useTranslation('trash')
  const change = useTrashChange()
  const purge = () =>
    attempt(async () => {
      const purged = await change.mutateAsync({ kind: 'purge', names })
      onDone()
      onClose()
      tell({ text: t('purged', { count: purged }) })
    })
  return (
    <Dialog onClose={onClose} title={t('purgeTitle')}>
      <p>{t('purgeHint', { count })}</p>
      <Foot>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('keep')}
        </Button>
        <Button color="red" loading={change.isPending} onClick={() => void purge()}>
          {t('purge')}
        </Button>
      </Foot>
    </Dialog>
  )
}
