import { type ModelRecord, SYSTEM_ACTOR } from '@bottega/contracts'
import type { Command } from 'commander'
import { alignColumns } from '../columns.ts'
import { addRootOption, findChosenRoot } from '../root-option.ts'

const EXAMPLES = `
Examples:
  bottega models list
  bottega models list --root /data/bottega --json

Works beside a running server and without one. Exit codes: 0 done, 1 failed, 2 wrong usage.`

/** Gives `bottega models list` its flags, help and action. */
export function configureModelsList(command: Command): void {
  addRootOption(command.description('List the models that a root knows.'))
    .option('--json', 'print their records as JSON')
    .addHelpText('after', EXAMPLES)
    .action(list)
}

async function list(flags: { readonly root?: string; readonly json?: true }): Promise<void> {
  const [{ openRoot }, { showModels }] = await Promise.all([
    import('../../main.ts'),
    import('../../services/models/model-records.ts'),
  ])
  const root = await openRoot(findChosenRoot(flags.root), process.env)
  try {
    const models = await showModels(root, SYSTEM_ACTOR, { order_by: 'name', direction: 'ASC' })
    process.stdout.write(`${flags.json ? JSON.stringify(models, undefined, 2) : writeModels(models)}\n`)
  } finally {
    await root.close()
  }
}

function writeModels(models: readonly ModelRecord[]): string {
  if (models.length === 0)
    return 'No models yet. Install one with "bottega models install FILE"; the starter model comes with the first start.'
  const rows = models.map(({ name, type, base, format, path, key }) => [name, type, base, format, path ?? '', key])
  return alignColumns([['Name', 'Type', 'Base', 'Format', 'Path', 'Key'], ...rows]).join('\n')
}
