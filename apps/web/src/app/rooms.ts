import { IconBox, IconPhotoSpark, IconStack2, IconUsers } from '@tabler/icons-react'

/** The rooms of the page as the rail and the bar of a phone show them. */
export const ROOMS = [
  { to: '/', label: 'app:generate', icon: IconPhotoSpark },
  { to: '/queue', label: 'app:queue', icon: IconStack2 },
  { to: '/models', label: 'app:models', icon: IconBox },
  { to: '/users', label: 'app:users', icon: IconUsers, isForAdmins: true },
] as const
