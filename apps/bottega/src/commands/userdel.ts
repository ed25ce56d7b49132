import type { ContentFate } from '@bottega/contracts'
import { type Command, Option } from 'commander'
import {
  ACCOUNT_NOTES,
  type AccountFlags,
  findReceiver,
  findValue,
  listFields,
  printAccount,
  withRoot,
} from './account-options.ts'
import { askYesNo, canAsk } from './ask.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega userdel
  bottega userdel --email ann@example.com --force
  bottega userdel --email ann@example.com --content transfer --to bert@example.com
  bottega userdel --email ann@example.com --content erase --force

What the account has made stays for administrators (archive; whoever a board is shared with keeps it, public links end), goes to somebody else (transfer; "bottega assets undo" takes it
back), or is erased for good, past the trash. Without --content it stays.
${ACCOUNT_NOTES}`

interface Flags extends AccountFlags {
  readonly force?: true
  readonly content?: ContentFate
  readonly to?: string
}

/** Gives `bottega userdel` its flags, help and action. */
export function configureUserDel(command: Command): void {
  addRootOption(command.description('Delete an account of Bottega.'))
    .option('-e, --email <address>', 'address of the account')
    .option('-f, --force', 'do not ask whether it is meant')
    .addOption(new Option('--content <fate>', 'what happens to what it has made').choices(['archive', 'transfer', 'erase']))
    .option('--to <address>', 'address of the account that gets what it has made')
    .option('--json', 'print what was deleted as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => deleteUser(command, flags))
}

async function deleteUser(command: Command, flags: Flags): Promise<void> {
  const { content = 'archive', to } = flags
  if (content === 'transfer' && to === undefined) command.error('error: nobody is named who gets the content: give --to')
  if (content !== 'transfer' && to !== undefined) command.error('error: --to goes with --content transfer only')
  if (flags.email === undefined && canAsk()) console.error('=== Delete Bottega user ===')
  const email = await findValue(command, '--email <address>', flags.email, 'Email address of user to delete: ')
  if (!flags.force && !canAsk()) command.error('error: nobody can be asked whether it is meant: give --force')
  const { deleteAccount } = await import('../services/accounts/account-deletion.ts')
  const { findAccount } = await import('../services/accounts/accounts.ts')
  const { COMMAND_LINE } = await import('../services/audit/audit.ts')
  const user = await withRoot(flags, async (root) => {
    const found = await findAccount(root, email)
    const receiver = to === undefined ? undefined : await findReceiver(root, to, { giver: found.user_id })
    if (!flags.force) {
      console.error(['User to delete:', ...listFields(found), `   Content: ${FATES[content]}`].join('\n'))
      if (!(await askYesNo('Are you sure you want to delete this user?'))) return undefined
    }
    const fate = content === 'transfer' ? { content, toUserId: receiver?.user_id ?? '' } : { content }
    await deleteAccount({ ...root, sessions: NO_SESSIONS }, found.user_id, fate, COMMAND_LINE)
    return found
  })
  if (user !== undefined) return printAccount(user, { json: flags.json, done: 'User deleted successfully!' })
  console.error('Deletion cancelled.')
  process.exitCode = 1
}

const FATES: Readonly<Record<ContentFate, string>> = {
  archive: 'stays, for administrators and those with whom boards are shared',
  transfer: 'goes to the other account',
  erase: 'is erased for good',
}

/** A server that runs beside the command sees by itself that the account is gone, and stops what runs for it. */
const NO_SESSIONS = { interrupt: () => {} }
