import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listSettingKeys, SETTINGS } from '@bottega/contracts'
import { rootDatabasePath } from '../../data/root-database.ts'
import { PRIVATE_FOLDERS } from '../../files/root.ts'
import type { App } from '../app.ts'
import type { Examination } from './finding.ts'

type Place = Pick<App, 'root' | 'settings'>

/** Nobody but the owner may change what lies in the root; where there are accounts, nobody else may read what belongs to them. */
export async function examineRights({ root, settings }: Place): Promise<Examination> {
  const subject = 'Rights'
  const isShared = settings.values.multiuser && ((await readMode(root.root)) & 0o001) !== 0
  const closed = isShared ? await listClosed(root.root) : []
  const unchanged = [root.root, root.databases, root.images, root.backups, root.logs, root.secrets, root.settings]
  const tooFar = [
    ...(await findOpen([...unchanged, rootDatabasePath(root.root)], 0o022)).map((found) => ({ ...found, verb: 'change' })),
    ...(await findOpen(closed, 0o007)).map((found) => ({ ...found, verb: 'read' })),
  ]
  if (tooFar.length === 0) return { subject, isWell: true, text: 'only the owner may change what lies in it' }
  const told = ['change', 'read'].flatMap((verb) => {
    const paths = tooFar.filter((found) => found.verb === verb).map(({ path }) => path)
    return paths.length === 0 ? [] : [`others may ${verb} ${paths.join(', ')}`]
  })
  return {
    subject,
    isWell: false,
    text: `${told.join('; ')}. Take their rights away with chmod g-w,o=, or with --fix.`,
    async fix() {
      for (const { path, taken } of tooFar) await chmod(path, (await readMode(path)) & ~taken)
      return { subject, isWell: true, text: tooFar.map(({ path }) => path).join(', '), fixed: 'others may not any more' }
    },
  }
}

/** What others may not enter: the private folders, and what was set aside from them. */
async function listClosed(root: string): Promise<string[]> {
  const aside = (await readdir(root)).filter((name) => name.startsWith('before-restore-'))
  return [...PRIVATE_FOLDERS, 'orphans', ...aside].map((name) => join(root, name))
}

/** Those of the paths that give rights which are to be taken away. */
async function findOpen(paths: readonly string[], taken: number): Promise<{ path: string; taken: number }[]> {
  const modes = await Promise.all(paths.map(readMode))
  return paths.flatMap((path, index) => (((modes[index] ?? 0) & taken) === 0 ? [] : [{ path, taken }]))
}

/** The key that signs tokens, the code of the first set-up and settings that are secret. */
export async function examineSecrets({ root, settings }: Place): Promise<Examination> {
  const subject = 'Secrets'
  const written = listSettingKeys().filter((key) => SETTINGS[key].secret && settings.sources[key] === 'file')
  const places = [root.secrets, root.signingKey, root.setupCode, ...(written.length === 0 ? [] : [root.settings])]
  const open = (await findOpen(places, 0o077)).map(({ path }) => path)
  if (open.length === 0) return { subject, isWell: true, text: 'for the owner of the root alone' }
  const remedies = [
    ...(open.some((path) => path !== root.settings) ? ['make a new secret with "bottega config rotate-secret"'] : []),
    ...(open.includes(root.settings) ? [`change ${written.join(' and ')}`] : []),
  ]
  const paths = open.join(', ')
  const advice = `${remedies.join(' and ')}.`
  return {
    subject,
    isWell: false,
    text: `others may reach ${paths}. Take their rights away with chmod go=, or with --fix, then ${advice}`,
    async fix() {
      for (const path of open) await chmod(path, (await readMode(path)) & 0o700)
      return {
        subject,
        isWell: true,
        text: paths,
        fixed: `only the owner may reach them now; somebody may have read them: ${advice}`,
      }
    },
  }
}

/** The rights to a file; none where there is no such file, and where the system has no such rights. */
async function readMode(path: string): Promise<number> {
  if (process.platform === 'win32') return 0
  return stat(path).then(
    ({ mode }) => mode,
    () => 0,
  )
}
