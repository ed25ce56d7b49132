import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { tell } from '../../../shared/notices/index.ts'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import styles from '../forms/form.module.css'
import { FormFault } from '../forms/form-fault.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { type ApiKey, useKeyDeletion } from './key-queries.ts'

/** What the dialog takes. */
export interface DeleteKeyDialogProps {
  readonly apiKey: ApiKey
  /** Whose it is, where it is none of one's own. */
  readonly userId?: string
  onClose(): void
}

/** Asks before an API key is deleted, which shuts out whatever uses it. */
export function DeleteKeyDialog({ apiKey, userId, onClose }: DeleteKeyDialogProps) {
  const { t } = useTranslation('people')
  const deletion = useKeyDeletion(userId)
  const { name } = apiKey
  const submission = useSubmit(async () => {
    await deletion.mutateAsync(apiKey.id)
    tell({ text: t('keyDeleted', { name }) })
    onClose()
  })
  return (
    <Dialog onClose={onClose} title={t('deleteKeyTitle', { name })}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <p>{t('deleteKeyHint')}</p>
        <FormFault {...submission} />
        <Foot>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('keep')}
          </Button>
          <Button type="submit" color="red" loading={submission.isBusy}>
            {t('deleteKey')}
          </Button>
        </Foot>
      </form>
    </Dialog>
  )
}
