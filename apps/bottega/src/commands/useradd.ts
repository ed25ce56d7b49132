import type { Command } from 'commander'
import {
  ACCOUNT_NOTES,
  type AccountFlags,
  askNewPassword,
  checkEmail,
  displayName,
  findValue,
  printAccount,
  readPassword,
  refuseContradiction,
  withRoot,
} from './account-options.ts'
import { ask, askYesNo, canAsk } from './ask.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega useradd
  bottega useradd --email ann@example.com --name Ann --password - < password.txt
  bottega useradd --email ada@example.com --admin --root /data/bottega
${ACCOUNT_NOTES}`

interface Flags extends AccountFlags {
  readonly password?: string
  readonly name?: string
  readonly admin?: boolean
}

/** Gives `bottega useradd` its flags, help and action. */
export function configureUserAdd(command: Command): void {
  addRootOption(command.description('Add an account to Bottega.'))
    .option('-e, --email <address>', 'address to sign in with')
    .option('-p, --password <password>', 'password; - reads it from the first line of standard input')
    .option('-n, --name <name>', 'name that others see', displayName)
    .option('-a, --admin', 'make it an administrator')
    .option('--no-admin', 'make it an ordinary user, as without either')
    .option('--json', 'print the account as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => addUser(command, flags))
  refuseContradiction(command, 'admin')
}

async function addUser(command: Command, flags: Flags): Promise<void> {
  const isAsking = canAsk() && flags.email === undefined && flags.password === undefined
  if (isAsking) console.error('=== Add Bottega user ===')
  const email = await findValue(command, '--email <address>', flags.email, 'Email address: ')
  checkEmail(email)
  const name = flags.name ?? (isAsking ? displayName((await ask('Display name (optional): ')).trim()) : undefined)
  const password = await findPassword(command, flags.password)
  const is_admin = flags.admin ?? (isAsking ? await askYesNo('Make this user an administrator?') : false)
  const { createAccount } = await import('../services/accounts/accounts.ts')
  const { COMMAND_LINE } = await import('../services/audit/audit.ts')
  const account = { email, password, display_name: name || null, is_admin }
  const user = await withRoot(flags, (root) => createAccount(root, account, COMMAND_LINE))
  printAccount(user, { json: flags.json, done: 'User created successfully!' })
}

async function findPassword(command: Command, given: string | undefined): Promise<string> {
  if (given !== undefined) return readPassword(command, given)
  return canAsk() ? askNewPassword('Password: ') : command.error("error: option '--password <password>' is missing")
}
