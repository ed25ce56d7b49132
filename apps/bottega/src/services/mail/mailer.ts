import type { App } from '../app.ts'
import { describeForLog } from '../log/log.ts'
import { describeMailFault, describeTransport } from './mail-server.ts'

/** A mail in plain text. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends mails, where the settings say how. */
export interface Mailer {
  /** Whether they do. */
  readonly isOn: boolean
  /** Hands a mail to the mail server. @returns whether it took it; why not, the log says, without the mail */
  send(mail: Mail): Promise<boolean>
  /** Does something after the present answer, and tells the log alone if it fails. */
  afterwards(work: () => Promise<void>): void
  /** Waits for what is under way. */
  close(): Promise<void>
}

/** A mailer by the settings `smtp_url`, `mail_from` and `public_url`; without one of them it sends nothing. */
export function createMailer({ settings, log }: Pick<App, 'settings'> & { readonly log: Pick<App['log'], 'write'> }): Mailer {
  const { smtp_url, mail_from, public_url } = settings.values
  const underWay = new Set<Promise<unknown>>()

  async function hand(mail: Mail): Promise<void> {
    // loaded with the first mail
    const { createTransport } = await import('nodemailer')
    const transport = createTransport(describeTransport(settings.values))
    await transport.sendMail({ from: mail_from ?? '', ...mail }).finally(() => transport.close())
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }

  const isOn = smtp_url !== null && mail_from !== null && public_url !== null
  return {
    isOn,
    async send(mail) {
      if (!isOn) return false
      return track(
        hand(mail).then(
          () => true,
          (error) => {
            log.write('warning', `A mail was not sent: ${describeMailFault(error, settings.values)}`)
            return false
          },
        ),
      )
    },
    afterwards(work) {
      const begun = new Promise<void>((resolve) => setImmediate(resolve)).then(work)
      void track(begun.catch((error) => log.write('error', `after an answer: ${describeForLog(error)}`)))
    },
    async close() {
      await Promise.allSettled(underWay)
    },
  }
}
