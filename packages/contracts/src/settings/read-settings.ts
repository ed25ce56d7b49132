import { AppError } from '../app-error.ts'
import { SETTINGS, SETTINGS_WITHOUT_EFFECT, type Setting, type SettingKey, type Settings } from './settings.ts'

/** Where a value comes from; each wins over those after it. */
export type SettingSource = 'flag' | 'environment' | 'file' | 'default'

/** Settings, with what is worth telling about where they come from. */
export interface ReadSettings {
  readonly values: Settings
  readonly sources: Readonly<Record<SettingKey, SettingSource>>
  /** keys of the file that mean nothing here */
  readonly unknown: readonly string[]
  /** keys of the file that the reference has and that have no effect here */
  readonly withoutEffect: readonly string[]
}

/** What stands in place of a secret. */
export const HIDDEN = '**********'

/** The environment variable of a setting: `BOTTEGA_MAX_QUEUE_SIZE`. */
export function environmentName(key: SettingKey): string {
  return `BOTTEGA_${key.toUpperCase()}`
}

/** The flag of a setting: `--max-queue-size`. */
export function flagName(key: SettingKey): string {
  return `--${key.replaceAll('_', '-')}`
}

/**
 * Reads all settings: flag before environment before file before default. An empty environment variable counts as not set.
 *
 * @param file         the settings file as parsed, or nothing
 * @param environment  such as process.env
 * @param flags        values of flags by key, as typed
 * @throws `setting_invalid`, naming where it was said, the value and what is allowed
 */
export function readSettings({
  file = {},
  environment = {},
  flags = {},
}: {
  file?: Readonly<Record<string, unknown>>
  environment?: Readonly<Record<string, string | undefined>>
  flags?: Readonly<Partial<Record<SettingKey, unknown>>>
}): ReadSettings {
  const keys = listSettingKeys()
  const found = keys.map((key) => {
    const variable = environment[environmentName(key)]
    if (flags[key] !== undefined) return pick(key, 'flag', flagName(key), flags[key])
    if (variable !== undefined && variable !== '') return pick(key, 'environment', environmentName(key), variable)
    if (Object.hasOwn(file, key)) return pick(key, 'file', key, file[key])
    return { key, source: 'default' as const, value: SETTINGS[key].default }
  })
  const strangers = Object.keys(file).filter((key) => !Object.hasOwn(SETTINGS, key))
  return {
    // each value was read by the type of its own setting
    values: Object.fromEntries(found.map(({ key, value }) => [key, value])) as Settings,
    sources: Object.fromEntries(found.map(({ key, source }) => [key, source])) as Record<SettingKey, SettingSource>,
    unknown: strangers.filter((key) => !SETTINGS_WITHOUT_EFFECT.includes(key)),
    withoutEffect: strangers.filter((key) => SETTINGS_WITHOUT_EFFECT.includes(key)),
  }
}

/**
 * Reads one setting.
 *
 * @param raw   what the file holds, or a text
 * @param name  how the one who said it knows the setting: its key, variable or flag
 * @throws `setting_invalid`
 */
export function parseSetting<Key extends SettingKey>(key: Key, raw: unknown, name: string = key): Settings[Key] {
  const { type, secret }: Setting = SETTINGS[key]
  const value = type.read(raw)
  if (value === undefined)
    throw new AppError('setting_invalid', { key: name, value: secret ? HIDDEN : show(raw), allowed: type.allowed })
  // read by the type of this setting
  return value as Settings[Key]
}

/** All keys in the order of the documents. */
export function listSettingKeys(): SettingKey[] {
  // the table's own keys
  return Object.keys(SETTINGS) as SettingKey[]
}

/** The values as they may be shown: secrets hidden. */
export function showSettings(values: Settings): Record<SettingKey, unknown> {
  const shown = listSettingKeys().map((key) => [key, SETTINGS[key].secret && values[key] !== null ? HIDDEN : values[key]])
  // every key once
  return Object.fromEntries(shown) as Record<SettingKey, unknown>
}

function pick(key: SettingKey, source: SettingSource, name: string, raw: unknown) {
  return { key, source, value: parseSetting(key, raw, name) }
}

function show(raw: unknown): string {
  return typeof raw === 'string' ? `'${raw}'` : (JSON.stringify(raw) ?? String(raw))
}
