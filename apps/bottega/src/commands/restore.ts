import type { Command } from 'commander'
import { showPlainly } from './account-options.ts'
import { resolveFromCall } from './call-folder.ts'
import { somePath } from './option-values.ts'
import { addRootOption, findChosenRoot } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega restore /data/backups/bottega-backup-20261126-030000 --root /data/bottega
  bottega restore /data/backups/bottega-backup-20261126-030000 --root /data/bottega --force
  bottega restore --undo --root /data/bottega

The backup is verified first. Without --force the root has to be empty. With it, what the backup replaces is set aside in the folder
before-restore-TIME of the root, which you delete once you are content; what the backup does not hold stays. If anything fails, all is as it
was; of a restore that is killed, run it again, or put back what was there with --undo. No server may run on the root.

Everybody signs in anew. What was withdrawn since the backup was made is there again: accounts, passwords and roles, API keys, public links,
invitations, and who sees which board. Of accounts the command says which. Withdraw it anew before you start the server where others reach it.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`

interface Flags {
  readonly root?: string
  readonly force?: true
  readonly undo?: true
}

/** Gives `bottega restore` its flags, help and action. */
export function configureRestore(command: Command): void {
  addRootOption(command.description('Put a backup into a root.'))
    .argument('[path]', 'folder of the backup', somePath)
    .option('--force', 'take a root that holds something, and set that aside')
    .option('--undo', 'put back what a restore that was killed has set aside')
    .addHelpText('after', EXAMPLES)
    .action((path: string | undefined, flags: Flags) => {
      if (flags.undo && (path !== undefined || flags.force))
        command.error("error: option '--undo' takes neither a backup nor '--force'")
      if (flags.undo) return undo(flags)
      if (path === undefined) return command.error("error: missing required argument 'path'")
      return restore(path, flags)
    })
}

async function undo(flags: Flags): Promise<void> {
  const { undoRestore } = await import('../services/backup/restore-backup.ts')
  const root = findChosenRoot(flags.root)
  const wasThere = await undoRestore(root)
  process.stdout.write(wasThere ? `${root} is as it was before the restore.\n` : `No restore into ${root} was cut off.\n`)
}

async function restore(path: string, flags: Flags): Promise<void> {
  const { restoreBackup } = await import('../services/backup/restore-backup.ts')
  const root = findChosenRoot(flags.root)
  const { manifest, aside, returning } = await restoreBackup(resolveFromCall(path), root, { force: flags.force === true })
  const lines = [
    `Restored ${root} as it was at ${manifest.created_at}.`,
    ...(aside === undefined ? [] : [`What was there before lies in ${aside}. Delete it once you are content.`]),
    ...(manifest.includes.images ? [] : ['The backup has no images; those of the root stay as they are.']),
    ...(manifest.includes.secrets
      ? []
      : ['The backup has no secrets: where the root had no smtp_url either, it has to be set again before mails are sent.']),
    'Everybody signs in anew. Accounts, passwords, API keys, public links, invitations and grants are as they were then: withdraw anew what was withdrawn since.',
    ...(returning.length === 0
      ? []
      : ['Look at these before you start the server:', ...returning.map((one) => `  ${showPlainly(one)}`)]),
    '"bottega doctor" tells whether anything is missing, such as files of models.',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
