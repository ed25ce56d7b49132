import type { Db, Queryable, Tx } from '../database.ts'
import { openDatabaseOn } from '../database.ts'
import { applyMigrations } from '../migrate.ts'
import { createInProcessReaders, type Readers } from '../readers.ts'
import { openSqlite, type Sqlite } from '../sqlite.ts'

/** What a specimen may use: an empty store but for `fill`. */
export interface SpecimenContext {
  readonly db: Queryable
  readonly tx: Tx<never>
  readonly readers: Readers
}

/**
 * A call of each function of a repository, so that a snapshot shows what it asks of the database. A missing one does not compile.
 */
export type SpecimensOf<Repository> = { readonly [Name in keyof Repository]: (context: SpecimenContext) => Promise<unknown> }

/** Specimens by the name of their repository. */
export type Specimens = Readonly<Record<string, SpecimensOf<Record<string, unknown>>>>

/** The tables as they are after all changes, as SQL. */
export async function describeSchema(): Promise<string> {
  const sqlite = openSqlite(':memory:', 'main')
  const db = openDatabaseOn(sqlite)
  await applyMigrations(db)
  const rows = sqlite
    .prepare(
      `select sql from sqlite_schema
      where sql is not null and name not like 'sqlite~_%' escape '~' and name not like 'image~_search~_%' escape '~'
      and name not like 'kysely~_%' escape '~'
      order by rowid`,
    )
    .all([])
  await db.close()
  const statements = rows.map(({ sql }) => `${String(sql).replace(/^ {2}(?= *\S)/gm, '')};\n`)
  return `-- Written by \`npm run gen\` from the changes in migrations/; do not edit.\n\n${statements.join('\n')}`
}

/**
 * Every statement of these repositories, with the plan by which SQLite answers it: what is searched by which index, and what is
 * sorted.
 *
 * @param fill  stores what the specimens need to find
 */
export async function describeQueries(specimens: Specimens, fill: (tx: Tx<never>) => Promise<void>): Promise<string> {
  const sqlite = openSqlite(':memory:', 'main')
  const asked: string[] = []
  const db = openDatabaseOn(recordStatements(sqlite, asked))
  await applyMigrations(db)
  await db.runTransaction(fill)
  const chapters: string[] = []
  for (const [repository, calls] of Object.entries(specimens)) {
    for (const [name, call] of Object.entries(calls)) {
      asked.length = 0
      await runAndUndo(db, call)
      const statements = [...new Set(asked)].filter((sql) => !/^(begin|commit|rollback)\b/.test(sql))
      chapters.push(`-- ${repository}: ${name}\n${statements.map((sql) => describeStatement(sqlite, sql)).join('\n')}`)
    }
  }
  await db.close()
  return `-- Written by \`npm run gen\` from calls of every repository; do not edit.\n\n${chapters.join('\n')}`
}

const undo = Symbol('undo')

/** Each call finds the store as it was filled. */
async function runAndUndo(db: Db<never>, call: (context: SpecimenContext) => Promise<unknown>): Promise<void> {
  await db
    .runTransaction(async (tx) => {
      await call({ db: tx, tx, readers: createInProcessReaders(tx) })
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
}

function recordStatements(sqlite: Sqlite, asked: string[]): Sqlite {
  return {
    ...sqlite,
    get isInTransaction() {
      return sqlite.isInTransaction
    },
    prepare(sql) {
      asked.push(sql)
      return sqlite.prepare(sql)
    },
  }
}

function describeStatement(sqlite: Sqlite, sql: string): string {
  const plan = sqlite.prepare(`explain query plan ${sql}`).all([])
  const depths = new Map<unknown, number>([[0, 0]])
  const lines = plan.map(({ id, parent, detail }) => {
    const depth = depths.get(parent) ?? 0
    depths.set(id, depth + 1)
    return `--   ${'  '.repeat(depth)}${String(detail)}\n`
  })
  return `${layOut(sql)};\n${lines.join('')}`
}

const CLAUSES =
  /(?<!\() (from|left join|inner join|where|group by|order by|union all|union|limit|on conflict|returning|set|values)\b/g

/** Long statements with a line for each clause. */
function layOut(sql: string): string {
  const flat = sql.replace(/\s+/g, ' ').replaceAll('"', '').trim()
  return flat.length <= 100 ? flat : flat.replace(CLAUSES, '\n$1')
}
