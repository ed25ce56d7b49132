import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { type Settings, SYSTEM_ACTOR } from '@bottega/contracts'
import { findNewestTime } from '../../data/repositories/newest-time.ts'
import { parseTime } from '../../data/time.ts'
import { findServer } from '../../files/server-info.ts'
import { isSetupRequired, listAccounts } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import { readLastBackup } from '../backup/last-backup.ts'
import { isBackupLate } from '../backup/schedule.ts'
import { findMailFault } from '../mail/mail-server.ts'
import { sendTestMail } from '../mail/test-mail.ts'
import { showMissingModels, showModels } from '../models/model-records.ts'
import { nameHost } from '../server/page-address.ts'
import type { Examination, Finding } from './finding.ts'
import { examineImages } from './image-examination.ts'
import { listSome } from './list-some.ts'
import { examineRights, examineSecrets } from './root-rights.ts'
import { listStrayFiles, setStraysAside } from './stray-files.ts'

/** An open root, as far as it is looked at. */
type Examined = Pick<App, 'root' | 'settings' | 'db'> & { close(): Promise<void> }

/** What is done beside looking. */
export interface ExaminationWishes {
  /** Whether what is wrong is put right, as far as there is a safe way. */
  readonly isFixing?: boolean | undefined
  /** Whether pictures that are gone are known to be lost, however many they are. */
  readonly areGivenUp?: boolean | undefined
  /** Who gets a mail, to try whether it arrives. */
  readonly mailTo?: string | undefined
}

/** Less than this is soon full. */
const LITTLE_SPACE_BYTES = 2 * 2 ** 30

/** How far the clock may be behind what was stored. */
const CLOCK_MS = 5 * 60 * 1000

/**
 * Looks at a root: settings, rights, database, models, images, space, clock, accounts, secrets, backups, server and port, mail server.
 *
 * @param path  of the root
 * @param open  opens it; what it throws is the finding
 */
export async function examineRoot(
  path: string,
  open: () => Promise<Examined>,
  { isFixing = false, areGivenUp = false, mailTo }: ExaminationWishes = {},
): Promise<Finding[]> {
  const isNew = !existsSync(path)
  let examined: Examined
  try {
    examined = await open()
  } catch (error) {
    return [{ subject: 'Root', isWell: false, text: error instanceof Error ? error.message : String(error) }]
  }
  try {
    const { settings, root } = examined
    const examinations: readonly Examination[] = [
      // who has mistyped the path would read that all is well
      { subject: 'Root', isWell: true, text: isNew ? `${path}, which was not there and is new` : path },
      { subject: 'Settings', isWell: settings.warnings.length === 0, text: settings.warnings.join(' ') || root.settings },
      await examineRights(examined),
      examineDatabase(examined),
      await examineModels(examined),
      await examineImages(examined, areGivenUp),
      await examineStrays(examined),
      await examineSpace(path),
      await examineClock(examined),
      await examineAccounts(examined),
      await examineSecrets(examined),
      await examineBackups(examined),
      await examineServer(examined),
      ...(await examineMail(examined, mailTo)),
    ]
    const findings: Finding[] = []
    for (const { fix, ...finding } of examinations) findings.push(isFixing && fix !== undefined ? await fix() : finding)
    return findings
  } finally {
    await examined.close()
  }
}

function examineDatabase({ db }: Examined): Finding {
  const [row] = db.sqlite.prepare('pragma quick_check(1)').all([])
  const verdict = String(row?.quick_check)
  const [stray] = db.sqlite.prepare('select "table" as name, parent from pragma_foreign_key_check limit 1').all([])
  const subject = 'Database'
  if (verdict !== 'ok') return { subject, isWell: false, text: `damaged (${verdict}). Put back a backup with "bottega restore".` }
  if (stray === undefined) return { subject, isWell: true, text: 'sound and up to date' }
  const text = `rows of ${stray.name} belong to rows of ${stray.parent} that are not there. Put back a backup with "bottega restore".`
  return { subject, isWell: false, text }
}

async function examineModels(examined: Examined): Promise<Finding> {
  const all = await showModels(examined, SYSTEM_ACTOR, { order_by: 'name', direction: 'ASC' })
  const missing = await showMissingModels(examined, SYSTEM_ACTOR)
  if (missing.length === 0) return { subject: 'Models', isWell: true, text: `${all.length}, all with their files` }
  const names = missing.map(({ name }) => name).join(', ')
  return { subject: 'Models', isWell: false, text: `the files of ${names} are gone. Put them back, or remove the models.` }
}

async function examineStrays(examined: Examined): Promise<Examination> {
  const subject = 'Orphans'
  const strays = await listStrayFiles(examined)
  if (strays.length === 0) return { subject, isWell: true, text: 'no files without an image' }
  return {
    subject,
    isWell: false,
    text: `${strays.length} files belong to no image: ${listSome(strays)}. --fix moves them into the folder orphans of the root.`,
    async fix() {
      const { folder, moved } = await setStraysAside(examined, strays)
      const text = `${strays.length} files belonged to no image`
      return {
        subject,
        isWell: moved === strays.length,
        text,
        fixed: `moved ${moved} into ${folder}; delete them once you are sure`,
      }
    },
  }
}

async function examineClock({ db }: Examined): Promise<Finding> {
  const subject = 'Clock'
  const newest = await findNewestTime(db)
  const now = new Date()
  if (newest === null || parseTime(newest).getTime() <= now.getTime() + CLOCK_MS) {
    return { subject, isWell: true, text: now.toISOString() }
  }
  const text = `it is ${now.toISOString()} on this machine, but something was stored at ${parseTime(newest).toISOString()}. Set the clock: until then, sign-ins, backups and the trash go wrong.`
  return { subject, isWell: false, text }
}

async function examineBackups({ root, settings }: Examined): Promise<Finding> {
  const subject = 'Backups'
  const last = await readLastBackup(root)
  if (last?.outcome === 'failure') {
    return {
      subject,
      isWell: false,
      text: `the last one failed at ${last.ended_at}: ${last.error} Remove the cause, then run "bottega backup".`,
    }
  }
  const when = last === undefined ? 'none was made; "bottega backup" makes one' : `the last one was made at ${last.started_at}`
  if (!isBackupLate(new Date(), settings.values, last)) return { subject, isWell: true, text: when }
  const { backup_folder, backup_schedule } = settings.values
  const kept = last?.kept_at == null ? 'none' : `the last one with images is of ${last.kept_at}`
  const text = `in ${backup_folder}: ${kept}, though backup_schedule is ${backup_schedule}. Does the server run, and does its log say why?`
  return { subject, isWell: false, text }
}

async function examineSpace(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const text = `${(free / 2 ** 30).toFixed(1)} GiB free`
  if (free >= LITTLE_SPACE_BYTES) return { subject: 'Space', isWell: true, text }
  return { subject: 'Space', isWell: false, text: `only ${text}. Make room, or choose another root.` }
}

async function examineAccounts({ db, settings }: Examined): Promise<Finding> {
  const subject = 'Accounts'
  if (!settings.values.multiuser) return { subject, isWell: true, text: 'not used: the setting multiuser is off' }
  if (await isSetupRequired({ db, settings })) {
    return { subject, isWell: false, text: 'there is no administrator. Make one with "bottega useradd --admin".' }
  }
  return { subject, isWell: true, text: `${(await listAccounts({ db })).length}, with an administrator` }
}

async function examineServer({ root, settings }: Examined): Promise<Finding> {
  const subject = 'Server'
  const server = await findServer(root.serverInfo)
  if (server === undefined) return examinePort(settings.values)
  const isAlive = await fetch(`${server.url}/health/live`, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.ok,
    // it answered, with a certificate of its own making
    (error) => /CERT|SIGNATURE/.test(String(error?.cause?.code)),
  )
  if (isAlive) return { subject, isWell: true, text: `runs at ${server.url} (process ${server.pid})` }
  const text = `process ${server.pid} does not answer at ${server.url}. End it and start anew.`
  return { subject, isWell: false, text }
}

/** Nothing where no mail is wanted. */
async function examineMail({ settings }: Examined, mailTo: string | undefined): Promise<Finding[]> {
  const { smtp_url, mail_from, public_url } = settings.values
  const subject = 'Mail'
  if (smtp_url === null) {
    // its password is in no backup, so after a restore it is missing
    const text = 'smtp_url is not set, so no mail is sent. Set it with "bottega config smtp_url -".'
    return mail_from === null && mailTo === undefined ? [] : [{ subject, isWell: false, text }]
  }
  const fault = await findMailFault(settings.values)
  if (fault !== undefined) return [{ subject, isWell: false, text: fault }]
  if (mailTo !== undefined && mail_from !== null) {
    const { isTaken, text } = await sendTestMail(settings.values, mailTo)
    if (!isTaken || public_url !== null) return [{ subject, isWell: isTaken, text }]
  }
  const missing = Object.entries({ mail_from, public_url }).flatMap(([key, value]) => (value === null ? [key] : []))
  if (missing.length === 0) return [{ subject, isWell: true, text: `${new URL(smtp_url).host} takes mails` }]
  const text = `${new URL(smtp_url).host} takes mails, but none is sent without ${missing.join(' and ')}. Set what is missing.`
  return [{ subject, isWell: false, text }]
}

/** Whether a server of another root answers there, which is no fault: a restored root is often looked at beside its original. */
async function isBottega(host: string, port: number): Promise<boolean> {
  const answer = await fetch(`http://${nameHost(host)}:${port}/health/live`, { signal: AbortSignal.timeout(3000) })
    .then((found) => found.json())
    .catch(() => undefined)
  return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'ok'
}

/** Whether a server could listen where the settings say. */
async function examinePort({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<Finding> {
  const subject = 'Server'
  const attempt = createServer()
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    attempt.once('error', resolve)
    attempt.listen({ host, port, exclusive: true }, () => resolve(undefined))
  })
  attempt.close()
  if (fault === undefined) return { subject, isWell: true, text: `none runs on this root; port ${port} of ${host} is free` }
  if (fault.code === 'EADDRINUSE' && (await isBottega(host, port))) {
    const text = `none runs on this root; another Bottega has port ${port} of ${host}, so start this one with another --port`
    return { subject, isWell: true, text }
  }
  const why =
    fault.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${fault.code ?? fault.message})`
  const text = `none runs on this root, and port ${port} of ${host} ${why}. End that program, or choose another with "bottega config port".`
  return { subject, isWell: false, text }
}
