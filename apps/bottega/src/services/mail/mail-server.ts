import type { Settings } from '@bottega/contracts'

type MailSettings = Pick<Settings, 'smtp_url' | 'smtp_self_signed'>

/** A mail server that says nothing for so long is not waited for. */
const PATIENCE_MS = 10_000

/** How nodemailer is to reach the mail server of the settings. A password does not go over a network in the clear. */
export function describeTransport({ smtp_url, smtp_self_signed }: MailSettings) {
  const { protocol, hostname, password } = new URL(smtp_url ?? '')
  return {
    url: smtp_url ?? '',
    requireTLS: protocol === 'smtp:' && password !== '' && !isThisMachine(hostname),
    tls: { rejectUnauthorized: !smtp_self_signed },
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Connects to the mail server, greets it and signs in, without a mail. @returns what is wrong and what to do; undefined for nothing */
export async function findMailFault(settings: MailSettings): Promise<string | undefined> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(describeTransport(settings))
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    return describeMailFault(error, settings)
  } finally {
    transport.close()
  }
}

/** What went wrong with a mail server and what to do, without what it repeats of a mail, and without the password. */
export function describeMailFault(error: unknown, settings: MailSettings): string {
  const { code, originalCode, responseCode } = error as Readonly<Record<'code' | 'originalCode' | 'responseCode', unknown>>
  const { host, hostname } = new URL(settings.smtp_url ?? '')
  const cause = String(originalCode || code || 'unknown')
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(cause)) return `no machine is known as ${hostname}. Look at smtp_url.`
  if (/CERT|SIGNATURE|SELF_SIGNED/.test(cause)) {
    return `nobody vouches for the certificate of ${hostname} (${cause}). Give it one that is trusted and bears this name, or set smtp_self_signed to true where nobody can get between.`
  }
  if (/^ERR_SSL/.test(cause))
    return `${host} does not begin with TLS. With smtp:// in the place of smtps:// it is asked for STARTTLS.`
  if (code === 'ETLS' && (!describeTransport(settings).requireTLS || Number(responseCode) < 500)) {
    return `${host} offers STARTTLS and does not go over to TLS${inAnswer(responseCode)}. Look into its log, or use its port for TLS with smtps://.`
  }
  if (code === 'ETLS') {
    return `${host} offers no STARTTLS, and the password of smtp_url would go in the clear. Use its port for TLS with smtps://, or a server that offers STARTTLS.`
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return `${host} refuses the name or the password of smtp_url${inAnswer(responseCode)}. Write special characters in them as %XX.`
  }
  if (/ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|ECONNECTION|ESOCKET/.test(cause)) {
    return `nothing that takes mails answers at ${host} (${cause}). Look at name and port in smtp_url, and whether a firewall is between.`
  }
  return `${host} refuses (${cause}${inAnswer(responseCode)}). Look at smtp_url and mail_from, and into the log of the mail server.`
}

function inAnswer(responseCode: unknown): string {
  return responseCode ? `, answer ${responseCode}` : ''
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
