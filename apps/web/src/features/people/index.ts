export { Gate } from './gate.tsx'
export { noteRefusal } from './session.ts'
export { UserMenu } from './user-menu.tsx'
/** The page of one's own account. */
export const loadProfilePage = () => import('./profile-page.tsx')
/** The page of all accounts. */
export const loadUsersPage = () => import('./users-page.tsx')
