import { LANGUAGES, type Language } from '../../shared/i18n/index.ts'
import { defineSection } from '../../shared/user-state/index.ts'

/** Light or dark, or as the system has it. */
export type ColorScheme = 'dark' | 'light' | 'auto'

/** How the page looks and speaks; what is left out is as this browser has it. */
export interface Looks {
  readonly colorScheme?: ColorScheme
  readonly language?: Language
}

/** The looks as they are kept for their user. */
export const looksSection = defineSection<Looks>({
  name: 'looks',
  initial: {},
  parse: ({ colorScheme, language }) => ({
    ...(isColorScheme(colorScheme) && { colorScheme }),
    ...(isLanguage(language) && { language }),
  }),
})

function isColorScheme(value: unknown): value is ColorScheme {
  return value === 'dark' || value === 'light' || value === 'auto'
}

function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value)
}
