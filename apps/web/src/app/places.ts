import { type Icon, IconBox, IconPhotoSpark, IconSettings, IconStack2, IconUsers } from '@tabler/icons-react'
import { defineAction, type UserAction } from '../shared/actions/index.ts'
import type { TextKey } from '../shared/i18n/index.ts'
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

/** A place of the page as the rail and the bar of a phone show it. */
export interface Place {
  readonly to: '/' | '/queue' | '/models' | '/users' | '/settings'
  readonly label: TextKey
  readonly icon: Icon
  readonly open: UserAction
}

/** Where pictures are made. */
export const studioPlace: Place = { to: '/', label: 'app:generate', icon: IconPhotoSpark, open: openStudio }
/** What waits and runs. */
export const queuePlace: Place = { to: '/queue', label: 'app:queue', icon: IconStack2, open: openQueue }
/** How the page looks and speaks. */
export const settingsPlace: Place = { to: '/settings', label: 'app:settings', icon: IconSettings, open: openSettings }
const modelsPlace: Place = { to: '/models', label: 'app:models', icon: IconBox, open: openModels }
const usersPlace: Place = { to: '/users', label: 'app:users', icon: IconUsers, open: openUsers }

/** The places beside studio, queue and settings: those of administrators are theirs alone, and there are none where nobody signs in. */
export function listRooms(isAccountAdmin: boolean): readonly Place[] {
  return isAccountAdmin ? [modelsPlace, usersPlace] : [modelsPlace]
}
