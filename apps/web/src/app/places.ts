import {
  type Icon,
  IconBox,
  IconListDetails,
  IconPhotoSpark,
  IconSettings,
  IconStack2,
  IconTransfer,
  IconTrash,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { defineAction, type UserAction } from '../shared/actions/index.ts'
import type { TextKey } from '../shared/i18n/index.ts'
import type { Account } from '../shared/studio.tsx'
import { useLastStudio } from './last-studio.ts'

const openStudio = defineAction({
  id: 'app.openStudio',
  label: 'app:openStudio',
  icon: IconPhotoSpark,
  scope: 'everywhere',
  hotkey: '1',
  run: (_, { go }) => go({ to: '/', search: useLastStudio.getState() }),
})

const openQueue = defineAction({
  id: 'app.openQueue',
  label: 'app:openQueue',
  icon: IconStack2,
  scope: 'everywhere',
  hotkey: '2',
  run: (_, { go }) => go({ to: '/queue' }),
})

const openModels = defineAction({
  id: 'app.openModels',
  label: 'app:openModels',
  icon: IconBox,
  scope: 'everywhere',
  hotkey: '3',
  run: (_, { go }) => go({ to: '/models' }),
})

const openUsers = defineAction({
  id: 'app.openUsers',
  label: 'app:openUsers',
  icon: IconUsers,
  scope: 'everywhere',
  hotkey: '4',
  run: (_, { go }) => go({ to: '/users' }),
})

const openSettings = defineAction({
  id: 'app.openSettings',
  label: 'app:openSettings',
  icon: IconSettings,
  scope: 'everywhere',
  hotkey: 'Mod+,',
  run: (_, { go }) => go({ to: '/settings' }),
})

const openHandOver = defineAction({
  id: 'app.openHandOver',
  label: 'app:openHandOver',
  icon: IconTransfer,
  scope: 'everywhere',
  run: (_, { go }) => go({ to: '/hand-over' }),
})

const openAudit = defineAction({
  id: 'app.openAudit',
  label: 'app:openAudit',
  icon: IconListDetails,
  scope: 'everywhere',
  run: (_, { go }) => go({ to: '/audit' }),
})

const openTrash = defineAction({
  id: 'app.openTrash',
  label: 'app:openTrash',
  icon: IconTrash,
  scope: 'everywhere',
  run: (_, { go }) => go({ to: '/trash' }),
})

const openProfile = defineAction({
  id: 'app.openProfile',
  label: 'app:openProfile',
  icon: IconUser,
  scope: 'everywhere',
  run: (_, { go }) => go({ to: '/profile' }),
})

/** A place of the page as the rail and the bar of a phone show it. */
export interface Place {
  readonly to: '/' | '/queue' | '/models' | '/users' | '/settings'
  readonly label: TextKey
  readonly icon: Icon
  readonly open: UserAction
  /** Addresses of places that are reached from it and belong to it. */
  readonly within?: readonly string[]
}

/** Where pictures are made. */
export const studioPlace: Place = { to: '/', label: 'app:generate', icon: IconPhotoSpark, open: openStudio }
/** What waits and runs. */
export const queuePlace: Place = { to: '/queue', label: 'app:queue', icon: IconStack2, open: openQueue }
/** How the page looks and speaks. */
export const settingsPlace: Place = { to: '/settings', label: 'app:settings', icon: IconSettings, open: openSettings }
const modelsPlace: Place = { to: '/models', label: 'app:models', icon: IconBox, open: openModels }
const usersPlace: Place = { to: '/users', label: 'app:users', icon: IconUsers, open: openUsers, within: ['/hand-over', '/audit'] }

/** The places beside studio, queue and settings: those of administrators are theirs alone, and there are none where nobody signs in. */
export function listRooms(isAccountAdmin: boolean): readonly Place[] {
  return isAccountAdmin ? [modelsPlace, usersPlace] : [modelsPlace]
}

/** Whether somebody who is at an address is at a place. */
export function isAt({ to, within = [] }: Place, path: string): boolean {
  return [to, ...within].includes(path)
}

/** The ways to places that are parts of others; the palette offers them too. */
export function listSideDoors(account: Account | undefined): readonly UserAction[] {
  return [openTrash, ...(account ? [openProfile] : []), ...(account?.is_admin ? [openHandOver, openAudit] : [])]
}
