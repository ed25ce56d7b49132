/**
 * How a kind of setting is read. `read` takes what the settings file holds, or the text of an environment variable or a flag,
 * and gives the value, or undefined when it is not allowed.
 */
export interface SettingType<Value> {
  /** what is allowed, for people */
  readonly allowed: string
  readonly read: (raw: unknown) => Value | undefined
}

const YES = ['true', 'yes', 'on', '1']
const NO = ['false', 'no', 'off', '0']
const NOTHING = ['', 'none', 'null']

/** Yes or no. */
export function flag(): SettingType<boolean> {
  return {
    allowed: 'true or false',
    read: (raw) => {
      if (typeof raw === 'boolean') return raw
      const word = String(raw).toLowerCase()
      return YES.includes(word) ? true : NO.includes(word) ? false : undefined
    },
  }
}

/** A whole number, both bounds included. */
export function integer({ min, max }: { min: number; max?: number }): SettingType<number> {
  return {
    allowed: max === undefined ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
    read: (raw) => {
      const value = typeof raw === 'string' && /^-?\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw
      return Number.isSafeInteger(value) && isBetween(value as number, min, max) ? (value as number) : undefined
    },
  }
}

/** A text that is not empty, and passes the check if there is one. */
export function text(check?: { allowed: string; passes: (text: string) => boolean }): SettingType<string> {
  return {
    allowed: check?.allowed ?? 'a text',
    read: (raw) => {
      const value = typeof raw === 'number' ? String(raw) : raw
      return typeof value === 'string' && value !== '' && (check?.passes(value) ?? true) ? value : undefined
    },
  }
}

/** One of some words. */
export function choice<const Word extends string>(...words: readonly Word[]): SettingType<Word> {
  return { allowed: words.join(', '), read: (raw) => words.find((word) => word === raw) }
}

/** How lines of a log are written. The reference has more words for lines for people, which all mean that here. */
export function logFormat(): SettingType<'text' | 'json'> {
  const forPeople = ['text', 'plain', 'color', 'syslog', 'legacy']
  return {
    allowed: 'text, json',
    read: (raw) => (raw === 'json' ? 'json' : forPeople.includes(String(raw)) ? 'text' : undefined),
  }
}

/** Several texts: a list in the file, separated by commas elsewhere. */
export function list(): SettingType<readonly string[]> {
  return {
    allowed: 'a list, or texts separated by commas',
    read: (raw) => {
      const parts = typeof raw === 'string' ? raw.split(',').map((part) => part.trim()) : raw
      if (!Array.isArray(parts)) return undefined
      const texts: unknown[] = parts.filter((part) => part !== '')
      return texts.every((part) => typeof part === 'string') ? texts : undefined
    },
  }
}

/** Names of machines, or `*` for any, in small letters. */
export function hostNames(): SettingType<readonly string[]> {
  return {
    allowed: 'names such as studio.example, without https:// and port, or *',
    read: (raw) => {
      const names = list().read(raw)
      return names?.every((name) => /^(?:\*|[\w.-]+)$/.test(name)) ? names.map((name) => name.toLowerCase()) : undefined
    },
  }
}

/** `auto`, or a list of devices. */
export function devices(): SettingType<'auto' | readonly string[]> {
  const devicesByName = list()
  return {
    allowed: 'auto, or devices such as cpu or cuda:0',
    read: (raw) => {
      if (raw === 'auto') return 'auto'
      const names = devicesByName.read(raw)
      return names?.length && names.every((name) => /^[a-z]+(:\d+)?$/.test(name)) ? names : undefined
    },
  }
}

/** The same, or nothing: null in the file, `none` elsewhere. */
export function optional<Value>(type: SettingType<Value>): SettingType<Value | null> {
  return {
    allowed: `${type.allowed}, or none`,
    read: (raw) => (raw === null || (typeof raw === 'string' && NOTHING.includes(raw)) ? null : type.read(raw)),
  }
}

const RESERVED = ['api', 'ws', 'static', 'docs', 'redoc', 'openapi.json', 'locales', 'assets', 'health', 'metrics']

/** The part of the address below which everything lies: one leading slash, none at the end. */
export function subPath(): SettingType<string> {
  return {
    allowed: `a path such as /studio, not beginning with ${RESERVED.join(', ')}`,
    read: (raw) => {
      if (typeof raw !== 'string') return undefined
      const parts = raw.split('/').filter((part) => part !== '')
      const fits = parts.length > 0 && parts.every((part) => /^[\w.~-]+$/.test(part) && !/^\.+$/.test(part))
      return fits && !RESERVED.includes(parts[0]!) ? `/${parts.join('/')}` : undefined
    },
  }
}

function isBetween(value: number, min: number, max = Number.POSITIVE_INFINITY): boolean {
  return value >= min && value <= max
}
