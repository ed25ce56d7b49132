export { AdminPlaces } from './accounts/admin-places.tsx'
export { Gate } from './door/gate.tsx'
export { nameApart, readAccountsAnew, useAccounts } from './queries.ts'
export { noteRefusal } from './session/session.ts'
/** Says that everyone's work is looked at. */
export const loadEveryoneBar = () => import('./accounts/everyone-bar.tsx')
/** Tells what an administrator did with one's own work or account. */
export const loadAccessNotice = () => import('./own/access-notice.tsx')
/** The page of one's own account. */
export const loadProfilePage = () => import('./own/profile-page.tsx')
/** The page of all accounts. */
export const loadUsersPage = () => import('./accounts/users-page.tsx')
/** What is offered to whoever is signed in. */
export const loadUserMenu = () => import('./own/user-menu.tsx')
