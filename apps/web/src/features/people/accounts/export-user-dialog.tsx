import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { useAccount } from '../../../shared/studio.tsx'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import styles from '../forms/form.module.css'
import { AccountExport } from '../own/account-export.tsx'
import { nameOf } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { WhoseTitle } from './whose-title.tsx'

/** All that somebody owns, as an archive for an administrator. */
export function ExportUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const say = useText()
  const name = nameOf(user)
  const isOwn = useAccount()?.user_id === user.user_id
  return (
    <Dialog onClose={onClose} title={<WhoseTitle title={t('exportOf', { name })} user={user} />}>
      <div className={styles.form}>
        <p className={styles.hint}>{isOwn ? t('exportHint') : t('exportOfHint', { name })}</p>
        <AccountExport userId={user.user_id} />
        <Foot>
          <Button variant="default" onClick={onClose}>
            {say('shared:close')}
          </Button>
        </Foot>
      </div>
    </Dialog>
  )
}
