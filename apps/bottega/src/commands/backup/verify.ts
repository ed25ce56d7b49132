import type { Command } from 'commander'
import { resolveFromCall } from '../call-folder.ts'
import { countWords } from '../count-words.ts'
import { somePath } from '../option-values.ts'

const EXAMPLES = `
Examples:
  bottega backup verify /data/backups/bottega-backup-20261126-030000

Reads every byte of every file and compares it with what was written, looks whether the database is sound, and whether each row has its
files. Changes nothing.
Exit codes: 0 all is well, 1 something is wrong, 2 wrong usage.`

/** Gives `bottega backup verify` its flags, help and action. */
export function configureBackupVerify(command: Command): void {
  command
    .description('Read a backup whole and tell whether it is what was written.')
    .argument('<path>', 'folder of the backup', somePath)
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string) => verify(path, command.optsWithGlobals()))
}

async function verify(path: string, flags: { readonly json?: true }): Promise<void> {
  const { verifyBackup } = await import('../../services/backup/verify-backup.ts')
  const { manifest, problems } = await verifyBackup(resolveFromCall(path))
  const { created_at, root, files } = manifest
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ created_at, root, ...files, missing: manifest.missing, problems }, undefined, 2)}\n`)
  } else {
    const lines = problems.map((problem) => `WRONG  ${problem}`)
    const size = `${countWords(files.count, 'file')}, ${(files.bytes / 2 ** 20).toFixed(1)} MiB`
    const verdict = problems.length === 0 ? 'sound' : `damaged, ${countWords(problems.length, 'fault')}`
    process.stdout.write(`${[...lines, `Backup of ${root} at ${created_at}: ${size}: ${verdict}`].join('\n')}\n`)
  }
  if (problems.length > 0) process.exitCode = 1
}
