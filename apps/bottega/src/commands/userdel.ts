import type { Command } from 'commander'
import { ACCOUNT_NOTES, type AccountFlags, findValue, listFields, printAccount, withRoot } from './account-options.ts'
import { askYesNo, canAsk } from './ask.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega userdel
  bottega userdel --email ann@example.com --force

Boards, images and workflows of the account stay, for administrators.
${ACCOUNT_NOTES}`

interface Flags extends AccountFlags {
  readonly force?: true
}

/** Gives `bottega userdel` its flags, help and action. */
export function configureUserDel(command: Command): void {
  addRootOption(command.description('Delete an account of Bottega.'))
    .option('-e, --email <address>', 'address of the account')
    .option('-f, --force', 'do not ask whether it is meant')
    .option('--json', 'print what was deleted as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => deleteUser(command, flags))
}

async function deleteUser(command: Command, flags: Flags): Promise<void> {
  if (flags.email === undefined && canAsk()) console.error('=== Delete Bottega user ===')
  const email = await findValue(command, '--email <address>', flags.email, 'Email address of user to delete: ')
  if (!flags.force && !canAsk()) command.error('error: nobody can be asked whether it is meant: give --force')
  const { deleteAccount, findAccount } = await import('../services/accounts.ts')
  const { COMMAND_LINE } = await import('../services/audit.ts')
  const user = await withRoot(flags, async (root) => {
    const found = await findAccount(root, email)
    if (!flags.force) {
      console.error(['User to delete:', ...listFields(found)].join('\n'))
      if (!(await askYesNo('Are you sure you want to delete this user?'))) return undefined
    }
    await deleteAccount(root, found.user_id, COMMAND_LINE)
    return found
  })
  if (user !== undefined) return printAccount(user, { json: flags.json, done: 'User deleted successfully!' })
  console.error('Deletion cancelled.')
  process.exitCode = 1
}
