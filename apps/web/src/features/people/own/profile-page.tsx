import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../../shared/studio.tsx'
import { EmptyState } from '../../../shared/ui/empty-state.tsx'
import { Page, PagePart } from '../../../shared/ui/page.tsx'
import { RoleBadge } from '../role-badge.tsx'
import { AccessLog } from './access-log.tsx'
import { AccountExport } from './account-export.tsx'
import { ApiKeys } from './api-keys.tsx'
import { NameForm } from './name-form.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { PasswordForm } from './password-form.tsx'

/** The page of one's own account: how one is called, the password, and where one is signed in. */
export function ProfilePage() {
  const { t } = useTranslation('people')
  const account = useAccount()
  if (account === undefined) {
    return (
      <EmptyState titleAs="h1" title={t('noAccounts')}>
        <Link to="/">{t('toStudio')}</Link>
      </EmptyState>
    )
  }
  return (
    <Page title={t('profileTitle')} hint={account.email} acts={<RoleBadge account={account} />}>
      <PagePart title={t('name')} hint={t('nameHint')}>
        <NameForm account={account} />
      </PagePart>
      <PagePart title={t('password')} hint={t('passwordHint')}>
        <PasswordForm account={account} />
      </PagePart>
      <PagePart title={t('sessionsTitle')} hint={t('sessionsHint')}>
        <OwnSessions />
      </PagePart>
      <ApiKeys />
      <PagePart title={t('exportTitle')} hint={t('exportHint')}>
        <AccountExport userId={account.user_id} />
      </PagePart>
      <AccessLog />
    </Page>
  )
}
