import type { Command } from 'commander'
import { ACCOUNT_NOTES, withRoot } from '../account-options.ts'
import { addRootOption } from '../root-option.ts'
import { describeContent } from './describe-content.ts'

const EXAMPLES = `
Examples:
  bottega assets undo 0b0f4f6c-6e5c-4f3b-9d8e-2c1f2a3b4c5d

What is still there and still belongs to the account that got it goes back. "bottega assets list" shows the ids.
${ACCOUNT_NOTES}`

/** Gives `bottega assets undo` its argument, flags, help and action. */
export function configureAssetsUndo(command: Command): void {
  addRootOption(command.description('Take a hand-over back.'))
    .argument('<id>', 'id of the hand-over')
    .option('--json', 'print the numbers as JSON')
    .addHelpText('after', EXAMPLES)
    .action(undo)
}

async function undo(id: string, flags: { readonly root?: string; readonly json?: true }): Promise<void> {
  const [{ undoTransfer }, { COMMAND_LINE }] = await Promise.all([
    import('../../services/transfers.ts'),
    import('../../services/audit.ts'),
  ])
  const result = await withRoot(flags, (root) => undoTransfer(root, id, COMMAND_LINE))
  process.stdout.write(flags.json ? `${JSON.stringify(result, undefined, 2)}\n` : `Gave back: ${describeContent(result)}.\n`)
}
