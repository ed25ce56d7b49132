import type { UserChanges, UserDto } from '@bottega/contracts'
import { type Command, Option } from 'commander'
import {
  ACCOUNT_NOTES,
  type AccountFlags,
  askNewPassword,
  checkEmail,
  displayName,
  findValue,
  listFields,
  printAccount,
  readPassword,
  refuseContradiction,
  showPlainly,
  withRoot,
  yesNo,
} from './account-options.ts'
import { ask, askYesNo, canAsk } from './ask.ts'
import { countWords } from './count-words.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega usermod
  bottega usermod --email ann@example.com --name "Ann Lee"
  bottega usermod --email ann@example.com --password - < password.txt
  bottega usermod --email ann@example.com --new-email ann.lee@example.com
  bottega usermod --email ann@example.com --deactivate
  bottega usermod --email ann@example.com --password - --end-keys < password.txt

A new password ends every session of the account, and leaves its API keys as they are: --end-keys deletes those. A new address ends
nothing. The owner is told on the page, and by mail where a mail server is set.
${ACCOUNT_NOTES}`

interface Flags extends AccountFlags {
  readonly newEmail?: string
  readonly password?: string
  readonly name?: string
  readonly admin?: boolean
  readonly activate?: boolean
  readonly deactivate?: true
  readonly endKeys?: true
}

/** Gives `bottega usermod` its flags, help and action. */
export function configureUserMod(command: Command): void {
  addRootOption(command.description('Change an account of Bottega.'))
    .option('-e, --email <address>', 'address of the account')
    .option('--new-email <address>', 'new address, for signing in')
    .option('-p, --password <password>', 'new password; - reads it from the first line of standard input')
    .option('-n, --name <name>', 'new name that others see', displayName)
    .option('-a, --admin', 'make it an administrator')
    .option('--no-admin', 'make it an ordinary user')
    .addOption(new Option('--activate', 'let it sign in again').conflicts('deactivate'))
    .option('--deactivate', 'let it sign in no more; what it owns stays')
    .option('--end-keys', 'delete all its API keys')
    .option('--json', 'print the account as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => changeUser(command, flags))
  refuseContradiction(command, 'admin')
}

async function changeUser(command: Command, flags: Flags): Promise<void> {
  const isAsking = flags.email === undefined && canAsk()
  if (isAsking) console.error('=== Modify Bottega user ===')
  const email = await findValue(command, '--email <address>', flags.email, 'Email address of user to modify: ')
  const given = isAsking ? undefined : await readChanges(command, flags)
  const { findAccount, updateAccount } = await import('../services/accounts/accounts.ts')
  const { COMMAND_LINE } = await import('../services/audit/audit.ts')
  const { createMailer } = await import('../services/mail/mailer.ts')
  const { mailNewAddress, mailSetPassword } = await import('../services/mail/password-mails.ts')
  const { removeApiKeys } = await import('../services/sign-in/api-keys.ts')
  const user = await withRoot(flags, async (root) => {
    const found = await findAccount(root, email)
    const changes = given ?? (await askChanges(found)) ?? (flags.endKeys && {})
    if (changes === undefined) return undefined
    const changed = await updateAccount(root, found.user_id, changes, COMMAND_LINE)
    if (flags.endKeys) console.error(`Deleted ${countWords(await removeApiKeys(root, found.user_id, COMMAND_LINE), 'API key')}.`)
    const mailer = createMailer({ settings: root.settings, log: { write: (_level, text) => console.error(text) } })
    const mailing = { settings: root.settings, mailer }
    if (changed.email !== found.email) await mailNewAddress(mailing, found, changed, null)
    if (changes.password !== undefined) await mailSetPassword(mailing, changed, null)
    return changed
  })
  if (user === undefined) return console.error('No changes requested. User not modified.')
  printAccount(user, { json: flags.json, done: 'User updated successfully!' })
}

async function readChanges(command: Command, flags: Flags): Promise<UserChanges> {
  const { newEmail, name, admin, activate, deactivate } = flags
  if (newEmail !== undefined) checkEmail(newEmail)
  const changes = {
    ...(newEmail !== undefined && { email: newEmail }),
    ...(name !== undefined && { display_name: name }),
    ...(flags.password !== undefined && { password: await readPassword(command, flags.password) }),
    ...(admin !== undefined && { is_admin: admin }),
    ...((activate ?? deactivate) !== undefined && { is_active: activate === true }),
  }
  if (Object.keys(changes).length > 0 || flags.endKeys) return changes
  return command.error(
    'error: nothing to change: give --new-email, --name, --password, --admin, --no-admin, --activate, --deactivate or --end-keys',
  )
}

async function askChanges(user: UserDto): Promise<UserChanges | undefined> {
  console.error(listFields(user).join('\n'))
  const display_name = displayName((await ask(`New display name [${showPlainly(user.display_name ?? 'not set')}]: `)).trim())
  const password = (await askYesNo('Change password?')) ? await askNewPassword('New password: ') : undefined
  const is_admin = (await askYesNo('Change admin status?'))
    ? await askYesNo(`Make administrator? [current: ${yesNo(user.is_admin)}]`)
    : undefined
  const changes = {
    ...(display_name !== '' && { display_name }),
    ...(password !== undefined && { password }),
    ...(is_admin !== undefined && { is_admin }),
  }
  return Object.keys(changes).length > 0 ? changes : undefined
}
