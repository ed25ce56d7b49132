import type { Command } from 'commander'
import { ACCOUNT_NOTES, type AccountFlags, findValue, withRoot } from './account-options.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega reset-link --email ann@example.com
  bottega reset-link --email ann@example.com --json

Prints a link with which somebody chooses a new password, once, within 24 hours; nobody else learns it. The old password works until then, and
older links open nothing any more. The link begins with the setting public_url, else with the address of the server that runs on the root,
else with host and port of the settings. The owner of the account is told of it when signed in.
${ACCOUNT_NOTES}`

/** Gives `bottega reset-link` its flags, help and action. */
export function configureResetLink(command: Command): void {
  addRootOption(command.description('Make a link with which somebody chooses a new password.'))
    .option('-e, --email <address>', 'address of the account')
    .option('--json', 'print the link as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: AccountFlags) => makeLink(command, flags))
}

async function makeLink(command: Command, flags: AccountFlags): Promise<void> {
  const email = await findValue(command, '--email <address>', flags.email, 'Email address of user: ')
  const [{ findAccount }, { makeResetLink }, { COMMAND_LINE }, { findPageAddress }] = await Promise.all([
    import('../services/accounts/accounts.ts'),
    import('../services/sign-in/reset-links.ts'),
    import('../services/audit/audit.ts'),
    import('../services/server/page-address.ts'),
  ])
  const { url, expires_at, token } = await withRoot(flags, async (root) => {
    const { user_id } = await findAccount(root, email)
    return makeResetLink(root, user_id, COMMAND_LINE, await findPageAddress(root))
  })
  const lines = [url, `It works once, until ${expires_at}. Hand it over where nobody else reads it.`]
  process.stdout.write(flags.json ? `${JSON.stringify({ url, token, expires_at }, undefined, 2)}\n` : `${lines.join('\n')}\n`)
}
