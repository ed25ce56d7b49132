import { readFile } from 'node:fs/promises'
import {
  AppError,
  environmentName,
  flagName,
  listSettingKeys,
  parseSetting,
  type ReadSettings,
  type RuntimeConfig,
  readSettings,
  SETTINGS,
  type SettingKey,
  type Settings,
  showSettings,
} from '@bottega/contracts'
import { FileError, systemCode } from '../../files/errors.ts'
import type { Files } from '../../files/files.ts'

/** Of a file that holds a secret. */
const OWNER_ONLY = 0o600

const OPEN_TO_ALL =
  'Accounts are off, and host is no address of this machine alone: whoever reaches it may see, change and delete everything. "bottega config multiuser true" asks people who they are, "bottega config host 127.0.0.1" keeps others out.'

/** Settings as they are now, and the file that they come from. */
export interface SettingsStore {
  readonly values: Settings
  readonly sources: ReadSettings['sources']
  /** What the file says that means nothing, and what leaves everything open, in sentences. */
  readonly warnings: readonly string[]
  /** All settings with secrets hidden, and the keys of those that were set somewhere. */
  show(): RuntimeConfig
  /**
   * Changes settings now and in the file, whose comments stay; null takes a setting out of the file.
   *
   * @throws AppError `setting_invalid`; FileError
   */
  update(changes: Readonly<Partial<Record<SettingKey, unknown>>>): Promise<void>
}

/** Where settings are said beside the file. */
export interface SettingsSources {
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly flags?: Readonly<Partial<Record<SettingKey, unknown>>>
}

/**
 * Reads the settings of a root; a missing file is an empty one.
 *
 * @throws AppError `setting_invalid`; FileError for a file that is no YAML or cannot be read
 */
export async function openSettings(
  path: string,
  files: Pick<Files, 'replace'>,
  sources: SettingsSources,
): Promise<SettingsStore> {
  const read = async (text: string): Promise<ReadSettings> =>
    readSettings({ ...sources, file: await parseSettingsFile(text, path) })
  let current = await read(await readText(path))

  return {
    get values() {
      return current.values
    },
    get sources() {
      return current.sources
    },
    get warnings() {
      return [
        ...current.unknown.map((key) => `${path}: ${key} is no setting; it is ignored.`),
        ...current.withoutEffect.map((key) => `${path}: ${key} has no effect here.`),
        ...(isOpenToAll(current.values) ? [OPEN_TO_ALL] : []),
      ]
    },
    show: () => ({
      set_fields: Object.entries(current.sources).flatMap(([key, source]) => (source === 'default' ? [] : [key])),
      config: showSettings(current.values),
    }),
    async update(changes) {
      const text = await readText(path)
      const { Document, parseDocument } = await import('yaml')
      const document = parseDocument(text)
      // an empty file has no mapping to set keys in
      const editable = document.contents === null ? new Document({}) : document
      for (const [key, value] of Object.entries(changes)) {
        // the type says that these are keys of settings
        if (value !== null) parseSetting(key as SettingKey, value)
        refuseOverruled(key as SettingKey, sources)
        if (value === null) editable.delete(key)
        else editable.set(key, value)
      }
      const changed = editable.toString()
      const next = await read(changed)
      const holdsSecret = listSettingKeys().some((key) => SETTINGS[key].secret && editable.has(key))
      await files.replace(path, Buffer.from(changed), holdsSecret ? OWNER_ONLY : undefined)
      current = next
    },
  }
}

function isOpenToAll({ multiuser, host }: Pick<Settings, 'multiuser' | 'host'>): boolean {
  return !multiuser && !/^(localhost|127\..*|::1)$/i.test(host)
}

// a change that the next start would not see is refused, not lost
function refuseOverruled(key: SettingKey, { environment = {}, flags = {} }: SettingsSources): void {
  const said = flags[key] !== undefined ? flagName(key) : environment[environmentName(key)] ? environmentName(key) : undefined
  if (said !== undefined)
    throw new AppError('setting_invalid', { key, value: 'a change', allowed: `only by ${said}, which wins over the file` })
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    // what is in the way of the folder is told by whoever makes it
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return ''
    throw new FileError('file_unreadable', `${path} cannot be read (${systemCode(cause)}). Check its rights.`, { cause })
  }
}

/** @throws FileError `file_unsuitable` for what is no mapping of keys to values */
async function parseSettingsFile(text: string, path: string): Promise<Record<string, unknown>> {
  // most roots have no settings of their own, and need no parser
  if (text.trim() === '') return {}
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text)
  const fault = document.errors[0]
  if (fault !== undefined) {
    const { line, col } = fault.linePos?.[0] ?? { line: 1, col: 1 }
    throw new FileError('file_unsuitable', `${path} is not valid YAML at line ${line}, column ${col}. Mend that line.`)
  }
  const content: unknown = document.toJS()
  if (content === null || content === undefined) return {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new FileError('file_unsuitable', `${path} must hold lines of the form "key: value". Mend it.`)
  }
  return { ...content }
}
