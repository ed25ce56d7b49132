import type { RouteName } from '@bottega/contracts'

const accounts = 'Accounts are not offered yet: this server is for one person, who need not sign in'

/**
 * Routes that have neither a handler nor an answer of their own for the time being, with what is missing. They are answered 501
 * after access and input were checked.
 */
export const UNWRITTEN = {
  logOut: accounts,
  getOwnAccount: accounts,
  updateOwnAccount: accounts,
  generatePassword: accounts,
  listUsers: accounts,
  createUser: accounts,
  getUser: accounts,
  updateUser: accounts,
  deleteUser: accounts,
  listSessionsOfUser: accounts,
  listOwnSessions: accounts,
  endSession: accounts,
} as const satisfies Partial<Readonly<Record<RouteName, string>>>
