import { Menu, UnstyledButton } from '@mantine/core'
import { IconLogout, IconSettings, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../../shared/notices/index.ts'
import { useAccount } from '../../../shared/studio.tsx'
import { Avatar } from '../avatar.tsx'
import { nameOf } from '../queries.ts'
import { RoleBadge } from '../role-badge.tsx'
import { signOut, useLeaving } from '../session/leave.ts'
import styles from './user-menu.module.css'

/** Says who is signed in, and leads to what is theirs. There is nothing of it in single-user mode. */
export function UserMenu() {
  const { t } = useTranslation('people')
  const leaving = useLeaving()
  const account = useAccount()
  if (account === undefined) return null
  const name = nameOf(account)
  return (
    <Menu position="right-end" width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={styles.door} aria-label={t('accountOf', { name })}>
          <Avatar name={name} />
          <span className={styles.caption}>{t('account')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.person}>
          <span className={styles.name}>{name}</span>
          <RoleBadge account={account} />
          {account.display_name && <span className={styles.email}>{account.email}</span>}
        </div>
        <Menu.Divider />
        <Menu.Item
          className={styles.place}
          component={Link}
          to="/profile"
          leftSection={<IconUser size={16} stroke={1.5} aria-hidden />}
        >
          {t('profileTitle')}
        </Menu.Item>
        <Menu.Item
          className={styles.place}
          component={Link}
          to="/settings"
          leftSection={<IconSettings size={16} stroke={1.5} aria-hidden />}
        >
          {t('settings')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />}
          onClick={() => void attempt(() => signOut(leaving))}
        >
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
