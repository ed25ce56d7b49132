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

/** A log that writes one line for each entry: time, level, message and details as JSON. */
export function createLog(level: LogLevelName, writeLine: (line: string) => void): Log {
  return {
    level: LEVELS[level],
    write(entryLevel, message, details) {
      if (LEVELS[entryLevel] < this.level) return
      const more = details === undefined ? '' : ` ${JSON.stringify(details)}`
      writeLine(`${new Date().toISOString()} ${entryLevel} ${message}${more}`)
    },
  }
}

/** An error for the log: its stack, and those of its causes. */
export function describeForLog(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeForLog(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
