import { SMTPServer } from 'smtp-server'
import type { Certificate } from './certificate.ts'

/** A mail that has come. */
interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  /** It came by TLS. */
  readonly wasSealed: boolean
  /** Its text, decoded. */
  readonly text: string
  /** The link in it. */
  readonly link: string
}

/** A mail server of its own on loopback, for a test. */
export interface Mailbox {
  /** For the setting `smtp_url`. */
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  /** From now on it takes no mail. */
  refuse(): void
  close(): Promise<void>
}

/** How a mail server is to be. */
interface MailboxOptions {
  /** Name and password without which it takes nothing. */
  readonly account?: { readonly name: string; readonly password: string } | undefined
  /** It speaks TLS: from the start, or once it is asked to. */
  readonly tls?: Certificate & { readonly begins: 'at once' | 'when asked' }
}

/** Starts a real mail server. */
export async function openMailbox({ account, tls }: MailboxOptions = {}): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  let refuses = false
  const server = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disabledCommands: tls?.begins === 'when asked' ? [] : ['STARTTLS'],
    secure: tls?.begins === 'at once',
    ...(tls !== undefined && { key: tls.key, cert: tls.cert }),
    onAuth: ({ username, password }, _session, done) =>
      username === account?.name && password === account?.password
        ? done(null, { user: username })
        : done(new Error('Invalid credentials')),
    onRcptTo: ({ address }, _session, done) => done(refuses ? new Error(`no mailbox for ${address}`) : null),
    onData: (stream, { envelope, secure }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        mails.push({
          from,
          wasSealed: secure,
          to: envelope.rcptTo.map(({ address }) => address),
          ...readMail(Buffer.concat(chunks).toString()),
        })
        done()
      })
    },
  })
  const port = await new Promise<number>((resolve, reject) => {
    // later ones are of clients that turn away, such as those that do not trust its certificate
    server.on('error', reject)
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const credentials = account === undefined ? '' : `${encodeURIComponent(account.name)}:${encodeURIComponent(account.password)}@`
  return {
    url: `${tls?.begins === 'at once' ? 'smtps' : 'smtp'}://${credentials}127.0.0.1:${port}`,
    mails,
    refuse: () => {
      refuses = true
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function readMail(raw: string): Pick<ReceivedMail, 'subject' | 'text' | 'link'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ')
  const body = rest.join('\r\n\r\n')
  const text = /^content-transfer-encoding: quoted-printable/im.test(headers) ? readQuotedPrintable(body) : body
  const subject = /^subject: (.*)$/im.exec(headers)?.[1] ?? ''
  return { subject: readEncodedWords(subject), text, link: /https?:\S+#\S+/.exec(text)?.[0] ?? '' }
}

function readQuotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

function readEncodedWords(text: string): string {
  return text.replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_whole, kind: string, word: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : readQuotedPrintable(word.replaceAll('_', ' ')),
  )
}
