import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { useUserState } from '../../../shared/user-state/index.ts'
import { useTypingOn } from '../forms/use-typing-on.ts'
import { nameOf } from '../queries.ts'
import { enter, refresh } from '../session/entry.ts'
import { leave, useLeaving } from '../session/leave.ts'
import { resumeSession } from '../session/session.ts'
import { tellTabs } from '../session/tabs.ts'
import styles from './session-over-dialog.module.css'
import { SignInForm } from './sign-in-form.tsx'

/** Over the untouched page of somebody whose session has ended: they sign in again, or leave it to somebody else, cleared. */
export function SessionOverDialog({ account }: { readonly account: Account }) {
  const { t } = useTranslation('people')
  const { queries, live, baseUrl } = useServer()
  const state = useUserState()
  const leaving = useLeaving()
  const { wasTyping, catcher } = useTypingOn(focusPassword)

  // nothing is told to who is not signed in, and the dialog says what can be done about that
  useEffect(() => live.stop(), [live])

  function goOn(now: Account): void {
    // the address may belong to another account by now
    if (now.user_id !== account.user_id) {
      leave(leaving)
      return
    }
    resumeSession('over')
    enter(queries, now)
    tellTabs(baseUrl, { kind: 'signed-in', userId: now.user_id })
    void live.restart()
    // what was typed meanwhile goes first
    void state
      .save()
      .catch(() => undefined)
      .then(() => refresh(queries))
  }

  return (
    <Dialog
      onClose={() => {}}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('sessionOver')}
      zIndex={1000}
    >
      <p className={styles.hint} ref={catcher} {...(wasTyping && { tabIndex: -1, 'data-autofocus': true })}>
        {t('sessionOverHint')}
      </p>
      <SignInForm email={account.email} isFocused={!wasTyping} onDone={goOn} />
      <button type="button" className={styles.other} onClick={() => leave(leaving)}>
        {t('notMe', { name: nameOf(account) })}
      </button>
    </Dialog>
  )
}

function focusPassword(within: HTMLElement): void {
  within.closest('[role=dialog]')?.querySelector<HTMLElement>('[name=password]')?.focus()
}
