import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { StoreError } from './errors.ts'
import type { Sqlite } from './sqlite.ts'

/** Tells code that runs on behalf of a transaction, also after an `await`, whether that is still open. */
const insideTransaction = new AsyncLocalStorage<{ isOpen: boolean }>()

/**
 * Kysely's driver over one connection. Against the stock one, transactions take the right to write at once (a transaction that
 * reads first fails when another process writes between), and using the database beside one's own transaction throws where it
 * would wait for itself for ever.
 *
 * There is one connection, so there is one transaction at a time: what is said by `emit` belongs to it, and is handed over after
 * COMMIT, before the next one begins.
 */
export class StoreDriver extends SqliteDriver {
  readonly #sqlite: Sqlite
  readonly #deliver: (event: unknown) => void
  #events: unknown[] = []
  #acts: (() => void)[] = []
  #transaction = { isOpen: false }

  constructor(sqlite: Sqlite, deliver: (event: unknown) => void) {
    super({ database: sqlite })
    this.#sqlite = sqlite
    this.#deliver = deliver
  }

  /** Runs the work of the transaction that was just begun, so that a use of the database beside it is noticed. */
  runInside<T>(work: () => Promise<T>): Promise<T> {
    return insideTransaction.run(this.#transaction, work)
  }

  /** Keeps an event until the transaction is committed; forgets it when that is rolled back. */
  emit(event: unknown): void {
    if (!this.#transaction.isOpen) throw new StoreError('transaction_misused', 'emit was called after its transaction had ended')
    this.#events.push(event)
  }

  /** Does something once what is being written is stored, on behalf of whoever wrote it; never where a transaction is rolled back. */
  afterCommit(act: () => void): void {
    this.#acts.push(act)
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (insideTransaction.getStore()?.isOpen) {
      throw new StoreError('transaction_misused', 'The database was used inside a transaction: use tx inside a transaction')
    }
    return super.acquireConnection()
  }

  // after a transaction, and after a statement that is no part of one
  override async releaseConnection(): Promise<void> {
    for (const act of this.#acts.splice(0)) act()
    await super.releaseConnection()
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#events = []
    this.#transaction = { isOpen: true }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#transaction.isOpen = false
    for (const event of this.#events.splice(0)) this.#deliverSafely(event)
  }

  #deliverSafely(event: unknown): void {
    try {
      this.#deliver(event)
    } catch (error) {
      // what is committed must not look as if it had failed
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#transaction.isOpen = false
    this.#events = []
    this.#acts = []
    // a full disk ends a transaction by itself; a second end would hide the first fault
    if (this.#sqlite.isInTransaction) await super.rollbackTransaction(connection)
  }
}

/**
 * SQLite changes tables inside transactions, so a migration that fails leaves nothing behind; Kysely's own adapter does not use
 * that.
 */
class StoreAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** What Kysely needs to speak to the driver's connection. */
export function createDialect(driver: StoreDriver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => new StoreAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
