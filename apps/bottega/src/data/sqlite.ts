import { backup, DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'
import { explainSqliteFault, StoreError } from './errors.ts'

/** What a statement takes: numbers, bytes and texts without NUL; `true` and `false` become 1 and 0. */
export type SqliteValue = string | number | bigint | boolean | Uint8Array | null

/** A prepared statement. Rows are objects without a prototype. */
export interface SqliteStatement {
  /** Whether it answers rows, be it a SELECT or a change with RETURNING. */
  readonly reader: boolean
  all(parameters: readonly unknown[]): Record<string, unknown>[]
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(parameters: readonly unknown[]): IterableIterator<Record<string, unknown>>
}

/** One open connection. Calls run at once and block the thread. All of them throw `StoreError` for what a person can act on. */
export interface Sqlite {
  readonly path: string
  readonly isInTransaction: boolean
  /** A statement of this text, made once and kept while it is in use. */
  prepare(sql: string): SqliteStatement
  /** Runs statements that answer nothing. */
  execute(sql: string): void
  /** Gives triggers of this connection a function to call; what they hand over are values of columns. */
  define(name: string, act: (...values: readonly unknown[]) => void): void
  /**
   * Copies the whole database into a file that does not exist. Other work goes on meanwhile.
   *
   * @param atOnce  in one read, as it is now, whatever other processes write meanwhile; otherwise little by little, and anew whenever
   *   they do
   */
  backUp(path: string, options?: { readonly atOnce?: boolean }): Promise<void>
  close(): void
}

/** How long one waits for another process to end its transaction. */
const BUSY_TIMEOUT_MS = 5000
/** Statements kept; a text outside these costs a few microseconds more. */
const KEPT_STATEMENTS = 300
/** Pages copied in one go by a backup. */
const BACKUP_PAGES = 500
/** SQLite's own word for no limit. */
const ALL_PAGES = -1

/**
 * Opens a connection to a file, or to `:memory:`.
 *
 * - `main`: the connection that writes; makes the file where it is missing; WAL, foreign keys on
 * - `reader`: reads only
 * - `lock`: a plain file that is used for its lock only; waits `busyTimeoutMs` for it
 *
 * @throws StoreError
 */
export function openSqlite(path: string, role: 'main' | 'reader' | 'lock', busyTimeoutMs = BUSY_TIMEOUT_MS): Sqlite {
  const guard = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw explainSqliteFault(error, path)
    }
  }
  const connection = guard(() => new DatabaseSync(path, { readOnly: role === 'reader', timeout: busyTimeoutMs }))
  try {
    guard(() => configure(connection, role))
  } catch (error) {
    connection.close()
    throw error
  }
  const statements = new Map<string, SqliteStatement>()

  return {
    path,
    get isInTransaction() {
      return connection.isTransaction
    },
    prepare(sql) {
      const kept = statements.get(sql)
      if (kept) {
        // the latest used stay
        statements.delete(sql)
        statements.set(sql, kept)
        return kept
      }
      const statement = guard(() => wrapStatement(connection.prepare(sql), guard))
      statements.set(sql, statement)
      if (statements.size > KEPT_STATEMENTS) statements.delete(statements.keys().next().value ?? '')
      return statement
    },
    execute: (sql) => guard(() => connection.exec(sql)),
    define: (name, act) =>
      connection.function(name, { varargs: true }, (...values: unknown[]) => {
        act(...values)
        return null
      }),
    async backUp(target, { atOnce = false } = {}) {
      try {
        await backup(connection, target, { rate: atOnce ? ALL_PAGES : BACKUP_PAGES })
      } catch (error) {
        throw explainSqliteFault(error, target)
      }
    },
    close() {
      statements.clear()
      if (connection.isOpen) connection.close()
    },
  }
}

function configure(connection: InstanceType<typeof DatabaseSync>, role: 'main' | 'reader' | 'lock'): void {
  if (role === 'lock') return
  connection.exec('pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16000')
  if (role === 'reader') return
  // the size counts only in a file that is still empty
  connection.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal')
}

function wrapStatement(statement: StatementSyncInstance, guard: <T>(act: () => T) => T): SqliteStatement {
  const bind = (parameters: readonly unknown[]): SqliteValue[] => parameters.map(checkValue)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(() => statement.all(...bind(parameters))),
    run: (parameters) => guard(() => statement.run(...bind(parameters))),
    iterate: (parameters) => guard(() => statement.iterate(...bind(parameters))),
  }
}

/** SQLite would store a Date or an object as NULL and cut a text at its first NUL, both without a word. */
function checkValue(value: unknown): SqliteValue {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw new StoreError('text_unstorable', 'A text holds the character NUL. Take it out.')
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
      return value
    default:
      if (value === null || value instanceof Uint8Array) return value
      throw new TypeError(`${describeType(value)} is no value of the database: give text, a number, bytes or null`)
  }
}

function describeType(value: unknown): string {
  return typeof value === 'object' ? `An object (${value?.constructor?.name})` : `A value of type ${typeof value}`
}
