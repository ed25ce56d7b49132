import { existsSync } from 'node:fs'
import type { UserDto } from '@bottega/contracts'
import { AppError, isEmail, SYSTEM_USER_ID } from '@bottega/contracts'
import type { Command } from 'commander'
import type { OpenRoot } from '../main.ts'
import { ask, canAsk, readInputLine } from './ask.ts'
import { textUpTo } from './option-values.ts'
import { findChosenRoot } from './root-option.ts'

/** As the interface has it. */
const MAX_NAME_LENGTH = 255

/** What every command that names an account takes. */
export interface AccountFlags {
  readonly root?: string
  readonly email?: string
  readonly json?: true
}

/** Explains what is the same in all of these commands. */
export const ACCOUNT_NOTES = `
Works beside a running server, which takes changes in at once, and without one. What is missing is asked for at a terminal.
Exit codes: 0 done, 1 refused or not found, 2 wrong usage.`

/** Refuses an option together with its opposite, of which commander would take the last. */
export function refuseContradiction(command: Command, option: string): void {
  const given = new Set<string>()
  for (const name of [option, `no-${option}`]) {
    command.on(`option:${name}`, () => {
      if (given.add(name).size > 1) command.error(`error: option '--${option}' contradicts '--no-${option}': give one of them`)
    })
  }
}

/** Opens the root that the flags name, does something in it and closes it. */
export async function withRoot<T>(flags: Pick<AccountFlags, 'root'>, act: (root: OpenRoot) => Promise<T>): Promise<T> {
  const { openRoot } = await import('../main.ts')
  const path = findChosenRoot(flags.root)
  const isNew = !existsSync(path)
  const root = await openRoot(path, process.env)
  if (isNew) console.error(`There was no root in ${path}, so a new one was made. If you meant another, name it with --root.`)
  try {
    return await act(root)
  } finally {
    await root.close()
  }
}

/** The value of an option: what was given, else what is typed at the terminal. Without either the command is used wrongly. */
export async function findValue(command: Command, option: string, given: string | undefined, question: string): Promise<string> {
  const value = given ?? (canAsk() ? (await ask(question)).trim() : undefined)
  if (value === undefined || value === '') return command.error(`error: option '${option}' is missing`)
  return value
}

/**
 * The account that is to get content of another.
 *
 * @throws AppError `account_unknown`, `transfer_to_owner`, `transfer_to_system`
 */
export async function findReceiver(
  root: Pick<OpenRoot, 'db'>,
  email: string,
  { giver }: { readonly giver: string },
): Promise<UserDto> {
  const { findAccount } = await import('../services/accounts/accounts.ts')
  const receiver = await findAccount(root, email)
  if (receiver.user_id === giver) throw new AppError('transfer_to_owner')
  if (receiver.user_id === SYSTEM_USER_ID) throw new AppError('transfer_to_system')
  return receiver
}

/**
 * Refuses what cannot be the address of an account that is to be made.
 *
 * @throws AppError `email_unacceptable`
 */
export function checkEmail(email: string): void {
  if (!isEmail(email)) throw new AppError('email_unacceptable', { email })
}

/** Reads a name for others to see. */
export const displayName = textUpTo(MAX_NAME_LENGTH)

/** The password that an option gives: `-` takes the first line of standard input, which is not shown where somebody types it. */
export async function readPassword(command: Command, given: string): Promise<string> {
  const readLine = () => (canAsk() ? ask('Password: ', { isHidden: true }) : readInputLine())
  const password = given === '-' ? await readLine() : given
  if (password === '') return command.error("error: option '--password <password>' got an empty password")
  return password
}

/** Asks twice for a new password. */
export async function askNewPassword(question: string): Promise<string> {
  for (;;) {
    const password = await ask(question, { isHidden: true })
    if (password === (await ask('Confirm password: ', { isHidden: true }))) return password
    console.error('The passwords do not match. Please try again.')
  }
}

/** Prints an account after something was done to it: a sentence and its fields, or JSON. */
export function printAccount(user: UserDto, { json, done }: { readonly json: true | undefined; readonly done: string }): void {
  const text = json ? JSON.stringify(describeAccount(user), undefined, 2) : [done, ...listFields(user)].join('\n')
  process.stdout.write(`${text}\n`)
}

/** An account as the commands print it for other programs. */
export function describeAccount({ user_id, email, display_name, is_admin, is_active }: UserDto) {
  return { id: user_id, email, name: display_name, is_admin, is_active }
}

/** The fields of an account, a line each. */
export function listFields({ user_id, email, display_name, is_admin, is_active }: UserDto): string[] {
  return [
    `   User ID: ${user_id}`,
    `   Email: ${showPlainly(email)}`,
    `   Display name: ${showPlainly(display_name ?? '(not set)')}`,
    `   Admin: ${yesNo(is_admin)}`,
    `   Active: ${yesNo(is_active)}`,
  ]
}

/** A text of somebody else on one line, without what would move a terminal. */
export function showPlainly(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')
}

/** A flag in words. */
export function yesNo(flag: boolean): string {
  return flag ? 'Yes' : 'No'
}
