import type { Transfer } from '@bottega/contracts'
import type { Command } from 'commander'
import { ACCOUNT_NOTES, showPlainly, withRoot } from '../account-options.ts'
import { alignColumns } from '../columns.ts'
import { addRootOption } from '../root-option.ts'
import { describeContent } from './describe-content.ts'

const EXAMPLES = `
Examples:
  bottega assets list
  bottega assets list --root /data/bottega --json
${ACCOUNT_NOTES}`

/** Gives `bottega assets list` its flags, help and action. */
export function configureAssetsList(command: Command): void {
  addRootOption(command.description('List what has been handed over, the latest first.'))
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(list)
}

async function list(flags: { readonly root?: string; readonly json?: true }): Promise<void> {
  const { showTransfers } = await import('../../services/accounts/transfers.ts')
  // SQLite takes -1 for all
  const { items } = await withRoot(flags, (root) => showTransfers(root, { offset: 0, limit: -1 }))
  process.stdout.write(`${flags.json ? JSON.stringify(items, undefined, 2) : writeTransfers(items)}\n`)
}

function writeTransfers(transfers: readonly Transfer[]): string {
  if (transfers.length === 0) return 'Nothing has been handed over yet.'
  const rows = transfers.map((transfer) => [
    transfer.id,
    transfer.created_at.slice(0, 16).replace('T', ' '),
    showPlainly(transfer.from_name ?? transfer.from_user_id),
    showPlainly(transfer.to_name ?? transfer.to_user_id),
    describeContent(transfer),
    STATES[transfer.state],
  ])
  return alignColumns([['Id', 'Time (UTC)', 'From', 'To', 'What', 'State'], ...rows]).join('\n')
}

const STATES: Readonly<Record<Transfer['state'], string>> = {
  moving: 'under way',
  done: 'done',
  undoing: 'going back',
  undone: 'undone',
}
