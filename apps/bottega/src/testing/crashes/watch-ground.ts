import * as fs from 'node:fs/promises'
import type { Sqlite } from '../../data/sqlite.ts'
import type { Disk } from '../../files/disk.ts'
import type { Ground } from '../../main.ts'

/** Takes the words for a moment. */
export type Pass = (moment: string) => void

/** The real ground of a server, which tells what is done on it: changes of the database when they are stored, and acts on the disk. */
export function watchGround(pass: Pass): Ground {
  return { disk: watchDisk(pass), watchDatabase: (sqlite) => watchDatabase(sqlite, pass) }
}

function watchDatabase(sqlite: Sqlite, pass: Pass): Sqlite {
  let changes: string[] = []

  function store<T>(what: string, act: () => T): T {
    pass(`before commit: ${what}`)
    const result = act()
    pass(`after commit: ${what}`)
    return result
  }

  function perform<T>(sql: string, parameters: readonly unknown[], act: () => T): T {
    if (sql === 'begin immediate') changes = []
    if (sql === 'commit') return store(changes.join('; '), act)
    const change = describeChange(sql, parameters)
    if (change === undefined) return act()
    if (!sqlite.isInTransaction) return store(change, act)
    changes.push(change)
    return act()
  }

  return {
    ...sqlite,
    get isInTransaction() {
      return sqlite.isInTransaction
    },
    prepare(sql) {
      const statement = sqlite.prepare(sql)
      return {
        ...statement,
        all: (parameters) => perform(sql, parameters, () => statement.all(parameters)),
        run: (parameters) => perform(sql, parameters, () => statement.run(parameters)),
      }
    },
  }
}

const STATUSES = new Set<unknown>(['pending', 'in_progress', 'completed', 'failed', 'canceled'])

/** A change as its verb, its table and, for items of the queue, the status that they are given; undefined for what changes nothing. */
function describeChange(sql: string, parameters: readonly unknown[]): string | undefined {
  const [, verb, table] = /^\s*(insert into|update|delete from)\s+"?(\w+)/i.exec(sql) ?? []
  if (verb === undefined) return undefined
  const status = table === 'queue_items' && verb === 'update' ? ` ${parameters.find((value) => STATUSES.has(value))}` : ''
  return `${verb} ${table}${status}`
}

function watchDisk(pass: Pass): Disk {
  async function around<T>(act: string, path: unknown, perform: () => Promise<T>): Promise<T> {
    // a thumbnail lies in its folder, or bears the word in its temporary name
    const what = `${act} ${/thumbnail/.test(String(path)) ? 'thumbnail' : /\.png$/.test(String(path)) ? 'picture' : 'file'}`
    pass(`before ${what}`)
    const result = await perform()
    pass(`after ${what}`)
    return result
  }
  return {
    open: async (path, ...more) => {
      const handle = await around('open', path, () => fs.open(path, ...more))
      const { writeFile } = handle
      handle.writeFile = (...content) => around('write', path, () => writeFile.apply(handle, content))
      return handle
    },
    link: (from, to) => around('link', to, () => fs.link(from, to)),
    rename: (from, to) => around('rename', to, () => fs.rename(from, to)),
    unlink: (path) => around('unlink', path, () => fs.unlink(path)),
  }
}
