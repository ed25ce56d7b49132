import { openDatabaseOn } from '../../../apps/bottega/src/data/database.ts'
import { applyMigrations } from '../../../apps/bottega/src/data/migrate.ts'
import { openSqlite } from '../../../apps/bottega/src/data/sqlite.ts'

/** Writes the tables as they are after all migrations, as SQL. */
export async function writeSchema(): Promise<string> {
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
  return `-- The tables after all of migrations/. Written by \`npm run gen\`; do not edit.\n\n${statements.join('\n')}`
}
