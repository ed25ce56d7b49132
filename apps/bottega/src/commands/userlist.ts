import type { UserDto } from '@bottega/contracts'
import type { Command } from 'commander'
import { describeAccount, showPlainly, withRoot, yesNo } from './account-options.ts'
import { alignColumns } from './columns.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega userlist
  bottega userlist --json --root /data/bottega

Works beside a running server and without one. Exit codes: 0 done, 1 failed, 2 wrong usage.`

interface Flags {
  readonly root?: string
  readonly json?: true
  readonly verbose?: true
}

/** Gives `bottega userlist` its flags, help and action. */
export function configureUserList(command: Command): void {
  addRootOption(command.description('List the accounts of Bottega, newest first.'))
    .option('--verbose', 'show also when they were made, when they signed in last, and their ids')
    .option('--json', 'print them as JSON')
    .addHelpText('after', EXAMPLES)
    .action(listUsers)
}

async function listUsers(flags: Flags): Promise<void> {
  const { listAccounts } = await import('../services/accounts/accounts.ts')
  const users = await withRoot(flags, (root) => listAccounts(root))
  process.stdout.write(
    `${flags.json ? JSON.stringify(users.map(describeAccount), undefined, 2) : writeTable(users, flags.verbose === true)}\n`,
  )
}

function writeTable(users: readonly UserDto[], isVerbose: boolean): string {
  if (users.length === 0) return 'No accounts yet. Make the first one with "bottega useradd --admin".'
  const more = (texts: string[]) => (isVerbose ? texts : [])
  const rows = users.map((user) => [
    showPlainly(user.email),
    showPlainly(user.display_name ?? ''),
    yesNo(user.is_admin),
    yesNo(user.is_active),
    ...more([user.created_at, user.last_login_at ?? 'never', user.user_id]),
  ])
  const heading = ['Email', 'Display name', 'Admin', 'Active', ...more(['Created (UTC)', 'Last login (UTC)', 'User ID'])]
  return ['=== Bottega users ===', ...alignColumns([heading, ...rows]), `Total users: ${users.length}`].join('\n')
}
