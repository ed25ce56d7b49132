export { type Account, isSignedIn } from './account.ts'
export { createAccountMenu } from './account-menu.ts'
export { admit } from './admit.ts'
