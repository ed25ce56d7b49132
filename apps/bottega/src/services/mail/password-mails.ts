import type { Settings, UserDto } from '@bottega/contracts'
import { writePasswordMail } from './mail-texts.ts'
import type { Mailer } from './mailer.ts'

/** Tells somebody by mail that an administrator has set the password of their account. @returns whether a mail was sent */
export function mailSetPassword(
  { settings, mailer }: { readonly settings: { readonly values: Pick<Settings, 'mail_language'> }; readonly mailer: Mailer },
  { email }: Pick<UserDto, 'email'>,
  by: string | null,
): Promise<boolean> {
  return mailer.send({ to: email, ...writePasswordMail(settings.values.mail_language, { name: by, at: new Date() }) })
}
