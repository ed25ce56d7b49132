import { de } from '../../apps/web/src/locales/de/index.ts'
import { en } from '../../apps/web/src/locales/en/index.ts'

/** The languages that pictures are made in. */
export const LANGUAGES = ['en', 'de'] as const

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number]

type Texts = typeof en
type Key = { [Namespace in keyof Texts]: `${Namespace}:${keyof Texts[Namespace] & string}` }[keyof Texts]

/** The text of the page under a key, filled in. */
export type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** Says what the page says in a language. */
export function speak(language: Language): Say {
  const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, de }[language]
  return (key, values = {}) => {
    const [namespace = '', name = ''] = key.split(':')
    const text = texts[namespace]?.[name]
    if (text === undefined) throw new Error(`there is no text ${key} in ${language}`)
    return text.replace(/\{\{-?\s*(\w+)[^}]*\}\}/g, (_, value: string) => String(values[value] ?? ''))
  }
}
