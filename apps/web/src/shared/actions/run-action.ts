import { sayText } from '../i18n/index.ts'
import { attempt, tell } from '../notices/notices.ts'
import type { Studio } from '../studio.tsx'
import type { UserAction } from './action.ts'

/** Runs an action, or tells why it cannot be done; what fails is told too. */
export function runAction<Subject>(action: UserAction<Subject>, subject: Subject, studio: Studio): void {
  const hindrance = action.hinder?.(subject, studio)
  if (hindrance === undefined) void attempt(async () => action.run(subject, studio))
  else tell({ text: sayText(hindrance) })
}
