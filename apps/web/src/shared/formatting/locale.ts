import { currentLanguage } from '../i18n/index.ts'

/** How numbers and dates are written: as the person's browser says for the language that is spoken, else as the language has it. */
export function findLocale(
  language: string = currentLanguage(),
  wanted: readonly string[] = globalThis.navigator?.languages ?? [],
): string {
  return wanted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language
}
