import { listSettingKeys, parseSetting, SETTINGS, type SettingKey, type SettingSource } from '@bottega/contracts'
import { type Command, InvalidArgumentError } from 'commander'
import { ask, canAsk, readInputLine } from './ask.ts'
import { alignColumns } from './columns.ts'
import { findNearest } from './nearest.ts'
import { addRootOption, findChosenRoot } from './root-option.ts'
import { showValue } from './show-value.ts'

const EXAMPLES = `
Examples:
  bottega config
  bottega config --root /data/bottega --json
  bottega config port
  bottega config port 9191
  bottega config allow_origins https://a.example,https://b.example
  bottega config smtp_url - < smtp-url.txt

With a key the value of that setting is shown; with a value it is written into bottega.yaml, whose comments stay. "none" takes a
line out, and "-" reads the value from the first line of standard input, so that no list of processes shows a secret. A running server
reads it at its next start. Settings are lines of bottega.yaml in the root, environment variables such as BOTTEGA_PORT, or flags of
"bottega serve". Secrets are not shown.
Exit codes: 0 done, 1 settings that are wrong, 2 wrong usage.`

/** Gives `bottega config` its flags, help and action. */
export function configureConfig(command: Command): void {
  addRootOption(command.description('Show the settings of a root and where each comes from, or set one in its file.'))
    .argument('[key]', 'a setting, as in bottega.yaml or as a flag', settingKey)
    .argument('[value]', 'what to set it to')
    .option('--json', 'print the same as JSON')
    .addHelpText('after', EXAMPLES)
    .action((key: SettingKey | undefined, value: string | undefined, flags: ConfigFlags) =>
      key === undefined ? showConfig(flags) : value === undefined ? showOne(key, flags) : setOne(key, value, flags),
    )
}

interface ConfigFlags {
  readonly root?: string
  readonly json?: true
}

function settingKey(text: string): SettingKey {
  const wanted = text.replace(/^--/, '').replaceAll('-', '_')
  const key = listSettingKeys().find((known) => known === wanted)
  if (key === undefined) {
    const meant = findNearest(wanted, listSettingKeys())
    const guess = meant === undefined ? '' : ` Did you mean ${meant}?`
    throw new InvalidArgumentError(`There is no such setting: "bottega config" lists them.${guess}`)
  }
  return key
}

async function showOne(key: SettingKey, flags: ConfigFlags): Promise<void> {
  const { openRootSettings } = await import('../main.ts')
  const { settings } = await openRootSettings(findChosenRoot(flags.root), process.env)
  const value = settings.show().config[key]
  process.stdout.write(`${flags.json ? JSON.stringify(value) : showValue(value)}\n`)
}

async function setOne(key: SettingKey, text: string, flags: ConfigFlags): Promise<void> {
  const { changeRootSetting } = await import('../main.ts')
  // of a setting that may be empty "none" is its value as well, and of all others the way back to what is usual
  const value = text === 'none' ? null : parseSetting(key, text === '-' ? await readValue(key) : text)
  const { file, settings, isServed } = await changeRootSetting(findChosenRoot(flags.root), process.env, key, value)
  const done =
    value === null
      ? `Took ${key} out of ${file}: it is ${showValue(settings.show().config[key])}, as usual.`
      : `Wrote ${key} into ${file}.`
  const when = isServed ? ' The server that is running reads it at its next start.' : ''
  if (!flags.json) process.stdout.write(`${done}${when}\n`)
  for (const warning of settings.warnings) console.error(warning)
}

// nobody looks over a shoulder at a secret
const readValue = (key: SettingKey) => (canAsk() ? ask(`${key}: `, { isHidden: SETTINGS[key].secret }) : readInputLine())

/** A setting as it is shown. */
interface ShownSetting {
  readonly key: string
  readonly value: unknown
  readonly source: SettingSource
  readonly help: string
}

async function showConfig(flags: ConfigFlags): Promise<void> {
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
