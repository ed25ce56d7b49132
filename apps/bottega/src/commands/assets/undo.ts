import type { Command } from 'commander'
import { ACCOUNT_NOTES, withRoot } from '../account-options.ts'
import { countWords } from '../count-words.ts'
import { addRootOption } from '../root-option.ts'
import { describeContent } from './describe-content.ts'

const EXAMPLES = `
Examples:
  bottega assets undo 0b0f4f6c-6e5c-4f3b-9d8e-2c1f2a3b4c5d

What is still there and still belongs to the account that got it goes back. Images that others put on the boards since stay theirs, and
are taken off; what was granted, changed and linked since ends. Images that went leave boards of that account. "bottega assets list" shows
the ids.
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
    import('../../services/accounts/transfers.ts'),
    import('../../services/audit/audit.ts'),
  ])
  const result = await withRoot(flags, (root) => undoTransfer(root, id, COMMAND_LINE))
  if (flags.json) return void process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  const others = result.others_images
  const stays = `${countWords(others, 'image')} that others put there since ${others === 1 ? 'stays' : 'stay'} theirs, on no board.`
  process.stdout.write([`Gave back: ${describeContent(result)}.`, ...(others === 0 ? [] : [stays]), ''].join('\n'))
}
