import type { App } from './app.ts'
import { describeForLog } from './log.ts'

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

/** A mail server that says nothing for so long is not waited for. */
const PATIENCE_MS = 10_000

/** A mailer by the settings `smtp_url`, `mail_from` and `public_url`; without one of them it sends nothing. */
export function createMailer({ settings, log }: Pick<App, 'settings' | 'log'>): Mailer {
  const { smtp_url, mail_from, public_url } = settings.values
  const underWay = new Set<Promise<unknown>>()

  async function hand(mail: Mail): Promise<void> {
    // loaded with the first mail
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      url: smtp_url ?? '',
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
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
            log.write('warning', `A mail was not sent: ${describeRefusal(error)}`)
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

/** What went wrong with a mail, without what mail servers repeat of it. */
function describeRefusal(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown }
  const answer = responseCode === undefined ? '' : `, answer ${responseCode}`
  return `${code ?? 'unknown'}${answer}. Look at smtp_url and mail_from, and whether the mail server can be reached`
}
