import { ActionIcon, Menu } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../shared/notices/index.ts'
import { useServer } from '../../shared/server/index.ts'
import { useAccount } from '../../shared/studio.tsx'

/** Says who is signed in, and lets them sign out. */
export function UserMenu() {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const account = useAccount()
  if (account === undefined) return null
  const signOut = () =>
    attempt(async () => {
      await client.logOut()
      // nothing of one person stays for the next
      location.reload()
    })
  return (
    <Menu position="right-end">
      <Menu.Target>
        <ActionIcon aria-label={t('account')}>
          <IconUser size={20} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account.display_name ?? account.email}</Menu.Label>
        <Menu.Item onClick={() => void signOut()}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
