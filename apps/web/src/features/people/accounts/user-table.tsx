import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionMenuItems } from '../../../shared/actions/index.ts'
import { formatBytes, formatNumber, formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { useText } from '../../../shared/i18n/index.ts'
import { type Account, useAccount } from '../../../shared/studio.tsx'
import { RecordCell, RecordHead, Records } from '../../../shared/ui/records.tsx'
import { Avatar } from '../avatar.tsx'
import { type AccountUse, nameOf, useOpenAccounts } from '../queries.ts'
import { RoleBadge } from '../role-badge.tsx'
import { listUserActions, type UserDialog } from './actions.ts'
import { COLUMN_NAMES, MEASURES, measureOf, type Sort, sortAccounts, sortBy } from './sort-accounts.ts'
import { SortChoice } from './sort-choice.tsx'
import { SortHead } from './sort-head.tsx'
import { UserDialogs } from './user-dialogs.tsx'
import styles from './user-table.module.css'

/** What the table takes: the accounts to show, and all that there are. */
export interface UserTableProps {
  readonly users: readonly AccountUse[]
  readonly all: readonly Account[]
}

/** The accounts, one a row; on a phone one a card. */
export function UserTable({ users, all }: UserTableProps) {
  const { t } = useTranslation('people')
  const [asked, setAsked] = useState<{ readonly user: Account; readonly dialog: UserDialog }>()
  const openings = useOpenAccounts().data
  const isClosed = openings?.admin_private_view === false
  const ownId = useAccount()?.user_id
  const isOpen = ({ user_id }: Account) =>
    user_id === ownId || openings?.items.some((opening) => opening.user_id === user_id && opening.opened_by === ownId)
  const [sort, setSort] = useState<Sort>(sortBy('name'))
  const admins = all.filter(({ is_admin, is_active }) => is_admin && is_active)
  return (
    <>
      <SortChoice {...{ sort, setSort }} />
      <Records
        head={
          <>
            <SortHead by="name" {...{ sort, setSort }} />
            <RecordHead>{t('email')}</RecordHead>
            <RecordHead>{t('role')}</RecordHead>
            <RecordHead>{t('state')}</RecordHead>
            <SortHead by="lastSignIn" {...{ sort, setSort }} />
            {MEASURES.map((by) => (
              <SortHead key={by} by={by} isNumber {...{ sort, setSort }} />
            ))}
            <RecordHead>
              <VisuallyHidden>{t('acts')}</VisuallyHidden>
            </RecordHead>
          </>
        }
      >
        {sortAccounts(users, sort).map((user) => (
          <UserRow
            key={user.user_id}
            user={user}
            isClosed={isClosed}
            isHidden={isClosed && !isOpen(user)}
            isLastAdmin={admins.length === 1 && admins[0]?.user_id === user.user_id}
            ask={(dialog) => setAsked({ user, dialog })}
          />
        ))}
      </Records>
      {asked && <UserDialogs {...asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

interface UserRowProps {
  readonly user: AccountUse
  readonly isLastAdmin: boolean
  readonly isClosed: boolean
  readonly isHidden: boolean
  ask(dialog: UserDialog): void
}

function UserRow({ user, isLastAdmin, isClosed, isHidden, ask }: UserRowProps) {
  const { t } = useTranslation('people')
  const say = useText()
  const isSelf = useAccount()?.user_id === user.user_id
  const name = nameOf(user)
  return (
    <tr data-active={user.is_active}>
      <RecordCell at="title" className={styles.first}>
        <div className={styles.who}>
          <Avatar name={name} />
          <span className={styles.name}>{name}</span>
          {isSelf && <span className={styles.note}>{t('you')}</span>}
        </div>
      </RecordCell>
      <RecordCell at="line" isQuiet className={styles.email}>
        {user.email}
      </RecordCell>
      <RecordCell at="fact">
        <RoleBadge account={user} />
        {isLastAdmin && <span className={styles.only}>{t('onlyAdmin')}</span>}
      </RecordCell>
      <RecordCell at="fact">
        <span className={styles.state}>{t(user.is_active ? 'active' : 'inactive')}</span>
      </RecordCell>
      <RecordCell at="line" caption={t('lastSignIn')} isQuiet className={styles.seen}>
        {user.last_login_at === null ? t('never') : formatTime(parseTime(user.last_login_at))}
      </RecordCell>
      {MEASURES.map((by) => (
        <RecordCell key={by} at="fact" caption={say(COLUMN_NAMES[by])} isNumber isQuiet>
          {by === 'storage' ? formatBytes(user.storage_bytes) : formatNumber(measureOf(user, by))}
        </RecordCell>
      ))}
      <RecordCell at="side" isNumber>
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <ActionIcon aria-label={t('actsOn', { name })}>
              <IconDots size={18} stroke={1.5} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionMenuItems actions={listUserActions(user, isClosed)} subject={{ user, isLastAdmin, isHidden, ask }} />
          </Menu.Dropdown>
        </Menu>
      </RecordCell>
    </tr>
  )
}
