import type { Command } from 'commander'
import { withRoot } from '../account-options.ts'
import { addRootOption } from '../root-option.ts'

const EXAMPLES = `
Examples:
  bottega config rotate-secret
  bottega config rotate-secret --root /data/bottega

Every session ends at once. A server that runs signs with the new secret from its next start on: restart it.
Exit codes: 0 done, 1 failed, 2 wrong usage.`

/** Gives `bottega config rotate-secret` its flags, help and action. */
export function configureRotateSecret(command: Command): void {
  addRootOption(command.description('Make a new secret for signing tokens, which signs everyone out.'))
    .addHelpText('after', EXAMPLES)
    // `bottega config` takes --root as well, and reads it first
    .action(() => rotateSecret(command.optsWithGlobals()))
}

async function rotateSecret(flags: { readonly root?: string }): Promise<void> {
  const { rotateSigningSecret } = await import('../../services/sign-in/signing-secret.ts')
  await withRoot(flags, rotateSigningSecret)
  console.log('A new secret is in place, and every session has ended. Restart the server if it runs.')
}
