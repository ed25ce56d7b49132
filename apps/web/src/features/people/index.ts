export { AdminPlaces } from './admin-places.tsx'
export { Gate } from './gate.tsx'
export { nameOf, readAccountsAnew, useAccounts } from './queries.ts'
export { noteRefusal } from './session.ts'
/** Says that everyone's work is looked at. */
export const loadEveryoneBar = () => import('./everyone-bar.tsx')
/** Tells what an administrator did with one's own work or account. */
export const loadAccessNotice = () => import('./access-notice.tsx')
/** The page of one's own account. */
export const loadProfilePage = () => import('./profile-page.tsx')
/** The page of all accounts. */
export const loadUsersPage = () => import('./users-page.tsx')
/** What is offered to whoever is signed in. */
export const loadUserMenu = () => import('./user-menu.tsx')
