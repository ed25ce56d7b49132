import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import { Wordmark } from '../../../shared/ui/wordmark.tsx'
import { askAgain, enter } from '../session/entry.ts'
import { resumeSession } from '../session/session.ts'
import { tellTabs, useTabNews } from '../session/tabs.ts'
import styles from './door-page.module.css'
import { ForgottenForm } from './forgotten-form.tsx'
import { SetupForm } from './setup-form.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** What the page of those who are not in takes. */
export interface DoorPageProps {
  readonly isSetup: boolean
  readonly isStrict: boolean
  /** Links for a new password are sent by mail. */
  readonly hasMail: boolean
}

/** What one sees who is not in yet: where to sign in, or to make the first account. */
export function DoorPage({ isSetup, isStrict, hasMail }: DoorPageProps) {
  const { t } = useTranslation('people')
  const { baseUrl } = useServer()
  const queries = useQueryClient()
  const [hasForgotten, setForgotten] = useState(false)
  // whoever signs in in one tab is in in all
  useTabNews(({ kind }) => kind === 'signed-in' && void askAgain(queries))

  function letIn(account: Account): void {
    resumeSession('over')
    enter(queries, account)
    tellTabs(baseUrl, { kind: 'signed-in', userId: account.user_id })
  }

  return (
    <main className={styles.place}>
      <div className={styles.column}>
        <Wordmark />
        <div>
          <h1 className={styles.title}>{hasForgotten ? t('forgottenTitle') : t(isSetup ? 'welcome' : 'signInTitle')}</h1>
          {isSetup && <p className={styles.hint}>{t('setupHint')}</p>}
        </div>
        {isSetup ? (
          <SetupForm
            isStrict={isStrict}
            onDone={(account) => {
              // the first thing to do: others
              history.replaceState(null, '', `${baseUrl}users`)
              letIn(account)
            }}
            onLate={() => void askAgain(queries)}
          />
        ) : hasForgotten ? (
          <ForgottenForm onBack={() => setForgotten(false)} />
        ) : (
          <>
            <SignInForm onDone={letIn} />
            {hasMail && (
              <Button variant="subtle" onClick={() => setForgotten(true)}>
                {t('forgotten')}
              </Button>
            )}
          </>
        )}
      </div>
    </main>
  )
}
