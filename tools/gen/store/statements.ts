import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Db, openDatabaseOn, type Queryable, type Tx } from '../../../apps/bottega/src/data/database.ts'
import { applyMigrations } from '../../../apps/bottega/src/data/migrate.ts'
import { createInProcessReaders, type Readers } from '../../../apps/bottega/src/data/readers.ts'
import { openSqlite, type Sqlite } from '../../../apps/bottega/src/data/sqlite.ts'
import { findProjectRoot } from '../../../apps/bottega/src/files/project-root.ts'
import { createLayout, SHORTENED } from './lay-out.ts'

/** What a specimen may use: a store with the few things that `fill` has put into it. */
export interface SpecimenContext {
  readonly db: Queryable
  readonly tx: Tx<never>
  readonly readers: Readers
}

type Call = (context: SpecimenContext) => Promise<unknown>

/** A call of a function; or some by what is special about them, and further ones whose statements differ in a condition only. */
export type Specimen = Call | { readonly shown: Readonly<Record<string, Call>>; readonly others: readonly Call[] }

type AsksIn<File> = {
  [Name in keyof File]: File[Name] extends (...args: never) => Promise<unknown> ? Name : never
}[keyof File]

/** Specimens of every function of a file that asks the database. A missing one does not compile. */
export type SpecimensOf<File> = { readonly [Name in AsksIn<File>]: Specimen }

/** Specimens by file, named from the sources of the program on, and by function. */
export type Specimens = Readonly<Record<string, Readonly<Record<string, Specimen>>>>

/** What a function asks of the database. */
export interface Asked {
  readonly file: string
  readonly name: string
  /** What is special about this call; undefined when the function has one specimen. */
  readonly label: string | undefined
  /** Whether it is one of those that a reader is shown. */
  readonly isShown: boolean
  readonly statements: readonly Statement[]
}

/** One statement, and how SQLite answers it. */
export interface Statement {
  readonly sql: string
  /** The steps of its plan that read a table or sort. */
  readonly plan: readonly string[]
}

/**
 * Calls every specimen, each on the same store, and takes down the statements.
 *
 * @param fill  stores what the specimens need to find
 */
export async function recordStatements(specimens: Specimens, fill: (tx: Tx<never>) => Promise<void>): Promise<Asked[]> {
  const sqlite = openSqlite(':memory:', 'main')
  const taken: string[] = []
  const db = openDatabaseOn(takeDown(sqlite, taken))
  await applyMigrations(db)
  await db.runTransaction(fill)
  const asked: Asked[] = []
  for (const [file, functions] of Object.entries(specimens)) {
    for (const [name, specimen] of Object.entries(functions)) {
      for (const { call, ...about } of listCalls(specimen)) {
        taken.length = 0
        await runAndUndo(db, call)
        const statements = [...new Set(taken)].filter((sql) => !/^(begin|commit|rollback)\b/.test(sql))
        asked.push({ file, name, ...about, statements: statements.map((sql) => ({ sql, plan: explain(sqlite, sql) })) })
      }
    }
  }
  await db.close()
  return asked
}

function listCalls(specimen: Specimen): { call: Call; label: string | undefined; isShown: boolean }[] {
  if (typeof specimen === 'function') return [{ call: specimen, label: undefined, isShown: true }]
  return [
    ...Object.entries(specimen.shown).map(([label, call]) => ({ call, label, isShown: true })),
    ...specimen.others.map((call) => ({ call, label: undefined, isShown: false })),
  ]
}

const undo = Symbol('undo')

/** Each call finds the store as it was filled. */
async function runAndUndo(db: Db<never>, call: Call): Promise<void> {
  await db
    .runTransaction(async (tx) => {
      await call({ db: tx, tx, readers: createInProcessReaders(tx) })
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
}

function takeDown(sqlite: Sqlite, taken: string[]): Sqlite {
  return {
    ...sqlite,
    get isInTransaction() {
      return sqlite.isInTransaction
    },
    prepare(sql) {
      taken.push(sql)
      return sqlite.prepare(sql)
    },
  }
}

function explain(sqlite: Sqlite, sql: string): string[] {
  const steps = sqlite
    .prepare(`explain query plan ${sql}`)
    .all([])
    .map(({ detail }) => String(detail))
  return [...new Set(steps)].filter((step) => /^(?:SEARCH|SCAN (?!CONSTANT|\()|USE TEMP B-TREE)/.test(step))
}

/**
 * Writes every statement of the specimens that are shown, once, under the function that asks it and what that does. What reads
 * images or queue items, of which there can be very many, tells by which index it does.
 */
export function writeStatements(asked: readonly Asked[]): string {
  const layOut = createLayout()
  const readSource = createSourceReader()
  const askedBefore = new Map<string, string>()
  const chapters = asked
    .filter(({ isShown }) => isShown)
    .map(({ file, name, label, statements }) => {
      const lines = [`-- ${file} ${name}${label === undefined ? '' : ` (${label})`}: ${findPurpose(readSource(file), name)}\n`]
      for (const statement of statements) {
        const other = askedBefore.get(statement.sql)
        askedBefore.set(statement.sql, other ?? name)
        lines.push(other === undefined ? `${layOut(statement.sql)};\n${writePlan(statement)}` : `-- as ${other}\n`)
      }
      return lines.filter((line, at) => line !== lines[at - 1]).join('')
    })
  const about = `-- What the program asks of its database; ${SHORTENED}.`
  return `${about}\n-- Written by \`npm run gen\`; do not edit.\n\n${chapters.join('\n')}`
}

function writePlan(statement: Statement): string {
  if (listReads(statement).length === 0) return ''
  return statement.plan.map((step) => `--   ${step.toLowerCase()}\n`).join('')
}

function createSourceReader(): (file: string) => string {
  const root = findProjectRoot(import.meta.url)
  const sources = new Map<string, string>()
  return (file) => {
    const source = sources.get(file) ?? readFileSync(join(root, 'apps/bottega/src', file), 'utf8')
    sources.set(file, source)
    return source
  }
}

/** The first sentence of the comment above a function. */
function findPurpose(source: string, name: string): string {
  const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport (?:async )?function ${name}\\b`).exec(source)?.[1]
  if (comment === undefined) throw new Error(`${name} has no comment that says what it does`)
  const text = comment.replace(/^\s*\* ?/gm, '').trim()
  return (/^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text).replaceAll('\n', ' ')
}

/** Of these a root can hold hundreds of thousands. */
const LARGE = ['images', 'queue_items', 'audit_entries', 'transfer_images']

/** The steps of a statement's plan that read a large table, also one under another name. */
function listReads({ sql, plan }: Statement): string[] {
  const names = LARGE.flatMap((table) => [
    table,
    ...[...sql.matchAll(new RegExp(`\\b${table}"? as "?(\\w+)`, 'g'))].flatMap(([, alias]) => alias ?? []),
  ])
  return plan.filter((step) => names.includes(step.split(' ')[1] ?? ''))
}

/**
 * The steps of a statement's plan that look at a large table from its beginning to its end, or at all that one queue has. Whoever
 * takes the first of an index in order looks at one.
 */
export function listWholeScans(statement: Statement): string[] {
  const { sql, plan } = statement
  const takesFirst = /\blimit (?:\d+|\?)$/.test(sql) && !plan.some((step) => step.startsWith('USE TEMP B-TREE'))
  return listReads(statement).filter((step) => step.startsWith('SCAN') || (step.endsWith('(queue_id=?)') && !takesFirst))
}
