import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor, Readiness as ReadinessAnswer } from '@bottega/contracts'
import { findSetting } from '../../data/repositories/settings.ts'
import type { App } from '../app.ts'
import { readLastBackup } from '../backup/last-backup.ts'

/** The header of `/health/live` that carries the identity of a server. */
export const IDENTITY_HEADER = 'Bottega-Server'

/** Whether the server takes work; only whoever starts and stops it says so. */
export interface Readiness {
  state: 'starting' | 'ready' | 'stopping'
  /** How it is told from other servers, once it listens. */
  identity?: string
}

/** Whether the server can work, with what was looked at for administrators. */
export async function checkReadiness(
  app: Pick<App, 'db' | 'root'>,
  { state }: Readiness,
  actor: Actor,
): Promise<ReadinessAnswer> {
  const database = await passes(() => findSetting(app.db, 'readiness'))
  const storage = await passes(() => touch(join(app.root.cache, '.readiness')))
  const isReady = state === 'ready' && database && storage
  const describe = (isWell: boolean) => ({ status: isWell ? ('ok' as const) : ('unavailable' as const) })
  return {
    ...describe(isReady),
    ...(actor.role === 'admin' && {
      checks: { database: describe(database), storage: describe(storage), workers: describe(state === 'ready') },
      // the schema of the answer leaves its path out
      last_backup: (await readLastBackup(app.root)) ?? null,
    }),
  }
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  return check().then(
    () => true,
    () => false,
  )
}

async function touch(path: string): Promise<void> {
  await writeFile(path, 'x')
  await rm(path, { force: true })
}
