import { IconUsersGroup } from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'
import { useOversight } from './everyone.ts'

/** Leads an administrator to everyone's boards and pictures, and back. */
export const everyoneAction = defineAction({
  id: 'boards.everyone',
  label: 'boards:everyonesWork',
  icon: IconUsersGroup,
  scope: 'everywhere',
  hinder: (_nothing, { account }) => (account?.is_admin ? undefined : 'boards:forAdministrators'),
  run: () => useOversight.setState(({ isEveryone }) => ({ isEveryone: !isEveryone })),
})
