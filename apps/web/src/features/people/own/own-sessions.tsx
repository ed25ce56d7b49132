import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { attempt, tell } from '../../../shared/notices/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import { useOtherSessionsEnd, useSessionEnd, useSessions } from '../queries.ts'
import { signOut, useLeaving } from '../session/leave.ts'
import { type Session, SessionList } from './session-list.tsx'

/** Where one is signed in. Ending the present session is signing out. */
export function OwnSessions() {
  const { t } = useTranslation('people')
  const sessions = useSessions()
  const end = useSessionEnd()
  const endOthers = useOtherSessionsEnd()
  const leaving = useLeaving()
  const others = sessions.data?.filter(({ current }) => !current) ?? []
  const endOne = ({ id, current }: Session) => void attempt(() => (current ? signOut(leaving) : end.mutateAsync([id])))
  const leaveThisAlone = () =>
    attempt(async () => {
      await endOthers.mutateAsync()
      tell({ text: t('othersEnded') })
    })
  return (
    <>
      {sessions.error && <p role="alert">{describeFailure(sessions.error)}</p>}
      {sessions.data && <SessionList sessions={sessions.data} isBusy={end.isPending} onEnd={endOne} />}
      {others.length > 0 && (
        <div>
          <Button variant="default" loading={endOthers.isPending} onClick={() => void leaveThisAlone()}>
            {t('endOthers')}
          </Button>
        </div>
      )}
    </>
  )
}
