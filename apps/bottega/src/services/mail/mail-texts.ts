import type { Settings } from '@bottega/contracts'
import type { Mail } from './mailer.ts'

type Language = Settings['mail_language']
type Text = Pick<Mail, 'subject' | 'text'>

/** What a mail with a link has to say. */
interface LinkMail {
  readonly url: string
  readonly expiresAt: Date
}

/** The mail that brings an invitation. */
export function writeInvitationMail(language: Language, { url, expiresAt }: LinkMail): Text {
  const until = writeMoment(language, expiresAt)
  return {
    en: {
      subject: 'You are invited to Bottega',
      text: `You are invited to a Bottega studio.\n\nOpen this link to choose a password and start:\n${url}\n\nIt works once, until ${until}. If you do not know what this is about, ignore this mail.\n`,
    },
    de: {
      subject: 'Einladung zu Bottega',
      text: `Dies ist eine Einladung in ein Bottega-Studio.\n\nZum Beginnen diesen Link öffnen und ein Passwort wählen:\n${url}\n\nEr gilt einmal, bis ${until}. Wer damit nichts anfangen kann, lässt diese E-Mail unbeachtet.\n`,
    },
  }[language]
}

/** The mail that brings a link for a new password. */
export function writeResetMail(language: Language, { url, expiresAt }: LinkMail): Text {
  const until = writeMoment(language, expiresAt)
  return {
    en: {
      subject: 'A new password for Bottega',
      text: `Somebody has asked for a new password of your Bottega account.\n\nOpen this link to set it:\n${url}\n\nIt works once, until ${until}. If it was not you, ignore this mail: your password stays as it is.\n`,
    },
    de: {
      subject: 'Neues Passwort für Bottega',
      text: `Für dieses Bottega-Konto wurde ein neues Passwort angefordert.\n\nZum Festlegen diesen Link öffnen:\n${url}\n\nEr gilt einmal, bis ${until}. Wer das nicht angefordert hat, lässt diese E-Mail unbeachtet: Das Passwort bleibt, wie es ist.\n`,
    },
  }[language]
}

/** The mail that tells somebody that an administrator has set the password of their account. */
export function writePasswordMail(language: Language, { name, at }: { readonly name: string | null; readonly at: Date }): Text {
  const moment = writeMoment(language, at)
  const who = { en: name ?? 'An administrator', de: name ?? 'Die Administration' }
  return {
    en: {
      subject: 'Your password for Bottega was set',
      text: `${who.en} has set a new password for your Bottega account, on ${moment}. You are signed out everywhere.\n\nIf you did not ask for it, ask why, and choose a password of your own.\n`,
    },
    de: {
      subject: 'Das Passwort für Bottega wurde festgelegt',
      text: `${who.de} hat am ${moment} ein neues Passwort für dieses Bottega-Konto festgelegt. Alle Anmeldungen sind beendet.\n\nWer das nicht gewünscht hat, fragt nach dem Grund und wählt ein eigenes Passwort.\n`,
    },
  }[language]
}

/** The mail with which administrators try the mail server. */
export function writeTestMail(language: Language): Text {
  return {
    en: {
      subject: 'A mail from Bottega, to try it',
      text: 'Mails from your Bottega studio arrive: invitations and links for a new password can be sent.\n',
    },
    de: {
      subject: 'Eine E-Mail von Bottega, zur Probe',
      text: 'E-Mails aus diesem Bottega-Studio kommen an: Einladungen und Links für ein neues Passwort können verschickt werden.\n',
    },
  }[language]
}

/** The mail that tells somebody at the old address of their account that an administrator has set another. */
export function writeAddressMail(
  language: Language,
  { name, email, at }: { readonly name: string | null; readonly email: string; readonly at: Date },
): Text {
  const moment = writeMoment(language, at)
  const who = { en: name ?? 'An administrator', de: name ?? 'Die Administration' }
  return {
    en: {
      subject: 'Your address for Bottega was changed',
      text: `${who.en} has changed the address of your Bottega account, on ${moment}. You sign in with ${email} from now on.\n\nIf you did not ask for it, ask why.\n`,
    },
    de: {
      subject: 'Die Adresse für Bottega wurde geändert',
      text: `${who.de} hat am ${moment} die Adresse dieses Bottega-Kontos geändert. Die Anmeldung geht von nun an mit ${email}.\n\nWer das nicht gewünscht hat, fragt nach dem Grund.\n`,
    },
  }[language]
}

function writeMoment(language: Language, moment: Date): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${format.format(moment)} UTC`
}
