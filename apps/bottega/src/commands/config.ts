import { listSettingKeys, SETTINGS, type SettingSource } from '@bottega/contracts'
import type { Command } from 'commander'
import { alignColumns } from './columns.ts'
import { addRootOption, findChosenRoot } from './root-option.ts'
import { showValue } from './show-value.ts'

const EXAMPLES = `
Examples:
  bottega config
  bottega config --root /data/bottega --json

Settings are lines of bottega.yaml in the root, environment variables such as BOTTEGA_PORT, or flags of "bottega serve". Secrets are
not shown.
Exit codes: 0 done, 1 settings that are wrong, 2 wrong usage.`

/** Gives `bottega config` its flags, help and action. */
export function configureConfig(command: Command): void {
  addRootOption(command.description('Show the settings of a root and where each comes from.'))
    .option('--json', 'print the same as JSON')
    .addHelpText('after', EXAMPLES)
    .action(showConfig)
}

/** A setting as it is shown. */
interface ShownSetting {
  readonly key: string
  readonly value: unknown
  readonly source: SettingSource
  readonly help: string
}

async function showConfig(flags: { readonly root?: string; readonly json?: true }): Promise<void> {
  const { openRootSettings } = await import('../main.ts')
  const { settings, file } = await openRootSettings(findChosenRoot(flags.root), process.env)
  const { config } = settings.show()
  const shown = listSettingKeys().map(
    (key): ShownSetting => ({ key, value: config[key], source: settings.sources[key], help: SETTINGS[key].help }),
  )
  for (const warning of settings.warnings) console.error(warning)
  process.stdout.write(`${flags.json ? JSON.stringify({ file, settings: shown }, undefined, 2) : writeSettings(file, shown)}\n`)
}

function writeSettings(file: string, settings: readonly ShownSetting[]): string {
  const rows = settings.map(({ key, value, source, help }) => [key, showValue(value), source === 'default' ? '' : source, help])
  return [`Settings file: ${file}`, ...alignColumns([['Setting', 'Value', 'Set by', 'Meaning'], ...rows])].join('\n')
}
