import { constants, setPriority } from 'node:os'
import type { Command } from 'commander'
import type { BackupResult } from '../services/backup/make-backup.ts'
import { withRoot } from './account-options.ts'
import { resolveFromCall } from './call-folder.ts'
import { countWords } from './count-words.ts'
import { somePath, wholeNumber } from './option-values.ts'
import { addRootOption } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega backup
  bottega backup --root /data/bottega --to /data/backups --keep 7
  bottega backup verify /data/backups/bottega-backup-20261126-030000
  bottega restore /data/backups/bottega-backup-20261126-030000 --root /data/other

Works beside a running server, without holding it up. The backup is a folder: the database as of one moment, images, covers, settings and
a list of all with their sizes and SHA-256. It appears whole or not at all. The signing key and secrets of the settings are left out
unless --with-secrets is given. After a restore everybody signs in anew. Files of models are left out unless --models is.
Exit codes: 0 done, 1 failed, 2 wrong usage.`

interface Flags {
  readonly root?: string
  readonly to?: string
  readonly images: boolean
  readonly models?: true
  readonly withSecrets?: true
  readonly keep?: number
  readonly json?: true
}

/** Gives `bottega backup` its flags, help and action. */
export function configureBackup(command: Command): void {
  addRootOption(command.description('Make a backup of a root.'))
    .option('--to <folder>', 'where backups are kept (default: the setting backup_folder, else backups in the root)', somePath)
    .option('--no-images', 'leave the images out')
    .option('--models', 'put the files of models into it that lie in the root')
    .option('--with-secrets', 'put the signing key and the secrets of the settings into it')
    .option('--keep <count>', 'remove the oldest backups of this root afterwards, but so many', wholeNumber(1, 100_000))
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', EXAMPLES)
    .action(backUp)
}

async function backUp(flags: Flags): Promise<void> {
  // whoever uses the machine meanwhile goes first
  setPriority(constants.priority.PRIORITY_LOW)
  const { runBackup } = await import('../services/backup/run-backup.ts')
  const made = await withRoot(flags, (root) =>
    runBackup(root, {
      folder: flags.to && resolveFromCall(flags.to),
      withImages: flags.images,
      withModels: flags.models === true,
      withSecrets: flags.withSecrets === true,
      keep: flags.keep,
    }),
  )
  process.stdout.write(`${flags.json ? JSON.stringify(describe(made), undefined, 2) : writeLines(made).join('\n')}\n`)
  for (const warning of made.stuck) console.error(warning)
  for (const path of made.manifest.missing) console.error(`${path} was gone from the root already; "bottega doctor" tells more.`)
}

function describe({ path, manifest, linked, removed }: BackupResult) {
  return { path, created_at: manifest.created_at, ...manifest.files, linked, missing: manifest.missing, removed }
}

function writeLines({ path, manifest: { files }, linked, removed }: BackupResult): string[] {
  const known = linked > 0 ? `, of which ${linked} were in an earlier backup and take no room again` : ''
  return [
    `Made ${path}`,
    `${countWords(files.count, 'file')}, ${(files.bytes / 2 ** 20).toFixed(1)} MiB${known}.`,
    ...removed.map((old) => `Removed ${old}`),
  ]
}
