import { readLogContext } from './log-context.ts'

/** How much is logged, from most to least; each level includes those after it. */
const LEVELS = { debug: 10, info: 20, warning: 30, error: 40, critical: 50 } as const

/** The name of a level. */
export type LogLevelName = keyof typeof LEVELS

/** What the server tells whoever looks after it. */
export interface Log {
  /** The least level that is written, as on the wire: 10 debug … 50 critical; 0 is everything. */
  level: number
  write(level: LogLevelName, message: string, details?: Readonly<Record<string, unknown>>): void
}

/** How much is logged, and how lines are written. */
export interface LogOptions {
  readonly level: LogLevelName
  readonly format?: 'text' | 'json'
}

/**
 * A log that writes one line for each entry: time, level, message, and as JSON what it belongs to and its details. In a text each end of a
 * line stands as `\n`.
 */
export function createLog({ level, format = 'text' }: LogOptions, writeLine: (line: string) => void): Log {
  return {
    level: LEVELS[level],
    write(entryLevel, message, details) {
      if (LEVELS[entryLevel] < this.level) return
      const time = new Date().toISOString()
      const more = { ...readLogContext(), ...details }
      if (format === 'json') return writeLine(JSON.stringify({ time, level: entryLevel, message, ...more }))
      const tail = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`
      writeLine(`${time} ${entryLevel} ${message.replaceAll(/\r?\n/g, '\\n')}${tail}`)
    },
  }
}

/** An error for the log: its stack, and those of its causes. */
export function describeForLog(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeForLog(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
