import type { Settings, UserDto } from '@bottega/contracts'
import { writeAddressMail, writePasswordMail } from './mail-texts.ts'
import type { Mailer } from './mailer.ts'

/** How mails are sent, and in which language. */
interface Mailing {
  readonly settings: { readonly values: Pick<Settings, 'mail_language'> }
  readonly mailer: Mailer
}

/** Tells somebody by mail that an administrator has set the password of their account. @returns whether a mail was sent */
export function mailSetPassword(
  { settings, mailer }: Mailing,
  { email }: Pick<UserDto, 'email'>,
  by: string | null,
): Promise<boolean> {
  return mailer.send({ to: email, ...writePasswordMail(settings.values.mail_language, { name: by, at: new Date() }) })
}

/** Tells somebody at their old address that an administrator has set another. @returns whether a mail was sent */
export function mailNewAddress(
  { settings, mailer }: Mailing,
  old: Pick<UserDto, 'email'>,
  { email }: Pick<UserDto, 'email'>,
  by: string | null,
): Promise<boolean> {
  return mailer.send({ to: old.email, ...writeAddressMail(settings.values.mail_language, { name: by, email, at: new Date() }) })
}
