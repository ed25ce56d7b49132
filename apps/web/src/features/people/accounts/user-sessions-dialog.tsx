import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { attempt, tell } from '../../../shared/notices/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import styles from '../forms/form.module.css'
import { DeleteKeyDialog } from '../own/delete-key-dialog.tsx'
import type { ApiKey } from '../own/key-queries.ts'
import { SessionList } from '../own/session-list.tsx'
import { nameOf, useSessionEnd, useSessions } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { UserKeys } from './user-keys.tsx'
import { WhoseTitle } from './whose-title.tsx'

/** Where somebody is signed in, and with which keys programs are. The own present session is ended by signing out, elsewhere. */
export function UserSessionsDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const say = useText()
  const sessions = useSessions(user.user_id)
  const end = useSessionEnd(user.user_id)
  const [leaving, setLeaving] = useState<ApiKey>()
  const name = nameOf(user)
  const shown = sessions.data?.filter(({ current }) => !current)
  const endAll = () =>
    attempt(async () => {
      await end.mutateAsync((shown ?? []).map(({ id }) => id))
      tell({ text: t('sessionsEnded', { name }) })
      onClose()
    })
  if (leaving) {
    return <DeleteKeyDialog apiKey={leaving} userId={user.user_id} onClose={() => setLeaving(undefined)} />
  }
  return (
    <Dialog onClose={onClose} title={<WhoseTitle title={t('sessionsOf', { name })} user={user} />}>
      <div className={styles.form}>
        {sessions.error && <p role="alert">{describeFailure(sessions.error)}</p>}
        {shown?.length === 0 && <p className={styles.hint}>{t('noSessions')}</p>}
        {shown && shown.length > 0 && (
          <SessionList sessions={shown} isBusy={end.isPending} onEnd={({ id }) => void attempt(() => end.mutateAsync([id]))} />
        )}
        <UserKeys userId={user.user_id} onDelete={setLeaving} />
        <Foot>
          <Button variant="default" onClick={onClose}>
            {say('shared:close')}
          </Button>
          {shown && shown.length > 0 && (
            <Button color="red" loading={end.isPending} onClick={() => void endAll()}>
              {t('endAll')}
            </Button>
          )}
        </Foot>
      </div>
    </Dialog>
  )
}
