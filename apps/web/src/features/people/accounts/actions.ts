import {
  IconDevices,
  IconDownload,
  IconEye,
  IconKey,
  IconLink,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconShield,
  IconShieldOff,
  IconTrash,
} from '@tabler/icons-react'
import i18next from 'i18next'
import { defineAction, type UserAction } from '../../../shared/actions/index.ts'
import type { TextKey } from '../../../shared/i18n/index.ts'
import { tell } from '../../../shared/notices/index.ts'
import type { Account, Studio } from '../../../shared/studio.tsx'
import { nameOf, USERS, type UserChanges } from '../queries.ts'

/** What is asked in a dialog about an account. */
export type UserDialog = 'rename' | 'password' | 'reset-link' | 'sessions' | 'export' | 'delete' | 'open'

/** What a dialog about an account takes. */
export interface UserDialogProps {
  readonly user: Account
  onClose(): void
}

/** An account of the list, and what an action on it can need. */
export interface UserSubject {
  readonly user: Account
  /** Nobody else administers the server. */
  readonly isLastAdmin: boolean
  /** Its private work is out of the view of whoever acts, until it is opened for a reason. */
  readonly isHidden: boolean
  /** Asks what has to be asked. */
  ask(dialog: UserDialog): void
}

const scope = 'everywhere'

/** What must not happen to the last administrator, nor by accident to whoever acts. */
function protect({ user, isLastAdmin }: UserSubject, { account }: Studio): TextKey | undefined {
  if (isLastAdmin) return 'people:lastAdmin'
  return user.user_id === account?.user_id ? 'people:notYourself' : undefined
}

const rename = defineAction<UserSubject>({
  id: 'people.rename',
  label: 'people:rename',
  icon: IconPencil,
  scope,
  run: ({ ask }) => ask('rename'),
})

const setPassword = defineAction<UserSubject>({
  id: 'people.setPassword',
  label: 'people:setPassword',
  icon: IconKey,
  scope,
  hinder: ({ user }, { account }) => (user.user_id === account?.user_id ? 'people:ownPassword' : undefined),
  run: ({ ask }) => ask('password'),
})

const makeResetLink = defineAction<UserSubject>({
  id: 'people.resetLink',
  label: 'people:resetAction',
  icon: IconLink,
  scope,
  run: ({ ask }) => ask('reset-link'),
})

const showSessions = defineAction<UserSubject>({
  id: 'people.sessions',
  label: 'people:sessionsAndKeys',
  icon: IconDevices,
  scope,
  run: ({ ask }) => ask('sessions'),
})

const exportAll = defineAction<UserSubject>({
  id: 'people.export',
  label: 'people:exportAction',
  icon: IconDownload,
  scope,
  hinder: ({ isHidden }) => (isHidden ? 'people:exportHidden' : undefined),
  run: ({ ask }) => ask('export'),
})

const open = defineAction<UserSubject>({
  id: 'people.open',
  label: 'people:openWork',
  icon: IconEye,
  scope,
  hinder: ({ user }, { account }) => (user.user_id === account?.user_id ? 'people:openNeedless' : undefined),
  run: ({ ask }) => ask('open'),
})

const promote = defineAction<UserSubject>({
  id: 'people.promote',
  label: 'people:promote',
  icon: IconShield,
  scope,
  run: ({ user }, studio) => changeUser(studio, user, { is_admin: true }, { is_admin: false }, 'people:promoted'),
})

const demote = defineAction<UserSubject>({
  id: 'people.demote',
  label: 'people:demote',
  icon: IconShieldOff,
  scope,
  hinder: protect,
  run: ({ user }, studio) => changeUser(studio, user, { is_admin: false }, { is_admin: true }, 'people:demoted'),
})

const activate = defineAction<UserSubject>({
  id: 'people.activate',
  label: 'people:activate',
  icon: IconLockOpen,
  scope,
  run: ({ user }, studio) => changeUser(studio, user, { is_active: true }, { is_active: false }, 'people:activated'),
})

const deactivate = defineAction<UserSubject>({
  id: 'people.deactivate',
  label: 'people:deactivate',
  icon: IconLock,
  scope,
  hinder: protect,
  run: ({ user }, studio) => changeUser(studio, user, { is_active: false }, { is_active: true }, 'people:deactivated'),
})

const remove = defineAction<UserSubject>({
  id: 'people.delete',
  label: 'people:deleteUser',
  icon: IconTrash,
  scope,
  isDestructive: true,
  hinder: protect,
  run: ({ ask }) => ask('delete'),
})

/**
 * What can be done to an account, as it is.
 *
 * @param isClosed  whether administrators see the private work of others only for a reason
 */
export function listUserActions({ is_admin, is_active }: Account, isClosed: boolean): readonly UserAction<UserSubject>[] {
  return [
    rename,
    is_admin ? demote : promote,
    setPassword,
    makeResetLink,
    showSessions,
    ...(isClosed ? [open] : []),
    exportAll,
    is_active ? deactivate : activate,
    remove,
  ]
}

type Told = 'people:promoted' | 'people:demoted' | 'people:activated' | 'people:deactivated'

/** Changes an account at once, and offers to take it back. */
async function changeUser(studio: Studio, user: Account, changes: UserChanges, back: UserChanges, told: Told): Promise<void> {
  const { client, queries } = studio.server
  const write = async (body: UserChanges) => {
    await client.updateUser({ params: { user_id: user.user_id }, body })
    await queries.invalidateQueries({ queryKey: USERS })
  }
  await write(changes)
  tell({ text: i18next.t(told, { name: nameOf(user) }), act: { label: i18next.t('shared:undo'), run: () => write(back) } })
}
