import { Button, TextInput } from '@mantine/core'
import { IconLink, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../shared/server/index.ts'
import { useStudio } from '../../../shared/studio.tsx'
import { EmptyState } from '../../../shared/ui/empty-state.tsx'
import { Page } from '../../../shared/ui/page.tsx'
import { loadUnownedNote } from '../../boards/index.ts'
import styles from '../forms/page.module.css'
import { nameOf, useUsers } from '../queries.ts'
import { AdminPlaces } from './admin-places.tsx'
import { BackupNotice } from './backup-notice.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { NewUserDialog } from './new-user-dialog.tsx'
import { OpenAccounts } from './open-accounts.tsx'
import { UserTable } from './user-table.tsx'

const UnownedNote = lazy(async () => ({ default: (await loadUnownedNote()).UnownedNote }))

/** The page of all accounts; for administrators. */
export function UsersPage() {
  const { t } = useTranslation('people')
  const { account, isAdmin } = useStudio()
  if (account === undefined || !isAdmin) {
    return (
      <EmptyState titleAs="h1" title={t(account === undefined ? 'noAccounts' : 'forAdmins')}>
        <Link to="/">{t('toStudio')}</Link>
      </EmptyState>
    )
  }
  return <AllUsers />
}

function AllUsers() {
  const { t } = useTranslation('people')
  const users = useUsers()
  const [search, setSearch] = useState('')
  const [isAdding, setAdding] = useState(false)
  const [isInviting, setInviting] = useState(false)
  const wanted = search.trim().toLocaleLowerCase()
  const found = users.data?.filter((user) => `${nameOf(user)}\n${user.email}`.toLocaleLowerCase().includes(wanted))
  const isAlone = users.data?.length === 1
  const acts = (
    <>
      <Button variant="default" leftSection={<IconLink size={18} stroke={1.5} aria-hidden />} onClick={() => setInviting(true)}>
        {t('invite')}
      </Button>
      <Button leftSection={<IconUserPlus size={18} stroke={1.5} aria-hidden />} onClick={() => setAdding(true)}>
        {t('addUser')}
      </Button>
    </>
  )
  return (
    <Page title={t('usersTitle')} isWide places={<AdminPlaces />} {...(!isAlone && { acts })}>
      <BackupNotice />
      {users.error && <p role="alert">{describeFailure(users.error)}</p>}
      {isAlone && (
        <EmptyState title={t('alone')}>
          <p>{t('aloneHint')}</p>
          <div className={styles.acts}>{acts}</div>
          <Link to="/">{t('laterToStudio')}</Link>
        </EmptyState>
      )}
      <Suspense>
        <UnownedNote />
      </Suspense>
      <OpenAccounts />
      {found && (
        <section className={styles.accounts}>
          {!isAlone && (
            <TextInput
              type="search"
              aria-label={t('searchUsers')}
              placeholder={t('searchUsers')}
              leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          )}
          <p className={styles.told} role="status">
            {wanted !== '' && t('usersFound', { count: found.length })}
          </p>
          {found.length > 0 && <UserTable users={found} all={users.data ?? []} />}
        </section>
      )}
      <Invitations />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {isAdding && <NewUserDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
