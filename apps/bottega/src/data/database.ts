import { Kysely, type Transaction } from 'kysely'
import { createDialect, StoreDriver } from './driver.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** The tables, read or changed on the main connection, be it inside a transaction or not. */
export type Queryable = Kysely<Tables>

/**
 * A transaction: all of it is stored, or nothing. Only calls of the database are awaited inside, since everybody else waits for
 * its end.
 */
export type Tx<Event = never> = Transaction<Tables> & {
  /** Says what happened; handed over in order once the transaction is stored, never when it is not. */
  emit(event: Event): void
}

/**
 * The main connection to a database, with the events that its transactions bring forth.
 *
 * Inside `transaction` it throws `transaction_misused`: use the `tx` that one is given.
 */
export class Db<Event = never> extends Kysely<Tables> {
  readonly #sqlite: Sqlite
  readonly #driver: StoreDriver

  constructor(sqlite: Sqlite, driver: StoreDriver) {
    super({ dialect: createDialect(driver) })
    this.#sqlite = sqlite
    this.#driver = driver
  }

  /** The connection itself, for what no table shows: pragmas and backups. */
  get sqlite(): Sqlite {
    return this.#sqlite
  }

  /** See `transaction`. */
  runTransaction<Result>(work: (tx: Tx<Event>) => Promise<Result>): Promise<Result> {
    const driver = this.#driver
    return this.transaction().execute((transaction) => {
      const tx: Tx<Event> = Object.assign(transaction, { emit: (event: Event) => driver.emit(event) })
      return driver.runInside(() => work(tx))
    })
  }

  /** Does something once what is being written is stored; never when it is not. It must not throw. */
  afterCommit(act: () => void): void {
    this.#driver.afterCommit(act)
  }

  /** Closes the connection; what is under way is lost. */
  async close(): Promise<void> {
    await this.destroy()
    this.#sqlite.close()
  }
}

/** How a database is opened. */
export interface DatabaseOptions<Event> {
  /** Takes the events of each transaction once it is stored, in order, before the next transaction begins. */
  readonly deliver?: (event: Event) => void
}

/**
 * Opens the database of this file for reading and writing, and makes the file where it is missing. Its tables are left as they
 * are.
 *
 * @param path  a file, or `:memory:`
 * @throws StoreError
 */
export function openDatabase<Event = never>(path: string, options?: DatabaseOptions<Event>): Db<Event> {
  return openDatabaseOn(openSqlite(path, 'main'), options)
}

/** The same on a connection that is open; closing the database closes it. */
export function openDatabaseOn<Event = never>(sqlite: Sqlite, { deliver }: DatabaseOptions<Event> = {}): Db<Event> {
  // only `emit` of this database's own transactions brings events here, and it takes no others
  return new Db<Event>(sqlite, new StoreDriver(sqlite, (event) => deliver?.(event as Event)))
}

/**
 * Runs the work in one transaction, which has the right to write from its beginning.
 *
 * @throws whatever the work throws, after which nothing of it is stored; StoreError
 */
export function transaction<Event, Result>(db: Db<Event>, work: (tx: Tx<Event>) => Promise<Result>): Promise<Result> {
  return db.runTransaction(work)
}

/** How often one looks whether another process has changed the database. */
const WATCH_MS = 250

/**
 * Calls back after another process has stored something, such as a command that added an account. Own changes do not count.
 *
 * @returns ends the watch
 */
export function watchOtherCommits(db: Db<never>, onCommit: () => void): () => void {
  const version = db.sqlite.prepare('pragma data_version')
  const read = () => version.all([])[0]?.data_version
  let seen = read()
  const timer = setInterval(() => {
    const current = read()
    if (current === seen) return
    seen = current
    onCommit()
  }, WATCH_MS)
  timer.unref()
  return () => clearInterval(timer)
}
