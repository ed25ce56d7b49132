import type { Settings } from '@bottega/contracts'
import { describeMailFault, describeTransport } from './mail-server.ts'
import { writeTestMail } from './mail-texts.ts'

/** Hands the mail server a mail that says that mails arrive. @returns what the server answered, or what is wrong and what to do */
export async function sendTestMail(
  settings: Pick<Settings, 'smtp_url' | 'smtp_self_signed' | 'mail_from' | 'mail_language'>,
  to: string,
): Promise<{ readonly isTaken: boolean; readonly text: string }> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(describeTransport(settings))
  const { host } = new URL(settings.smtp_url ?? '')
  try {
    const { response } = await transport.sendMail({
      from: settings.mail_from ?? '',
      to,
      ...writeTestMail(settings.mail_language),
    })
    return { isTaken: true, text: `${host} took a mail to ${to} and answered: ${response}` }
  } catch (error) {
    const { response } = error as { readonly response?: string }
    // whoever tries a mail of their own may read what the server repeats of it
    const answer = response ? ` It answered: ${response}` : ''
    return { isTaken: false, text: describeMailFault(error, settings) + answer }
  } finally {
    transport.close()
  }
}
