import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { en } from '../../locales/en/index.ts'

type Texts = typeof en

/** The key of a text with its namespace, for tables that name texts: `gallery:deleteImages`. */
export type TextKey = { [Namespace in keyof Texts]: `${Namespace}:${keyof Texts[Namespace] & string}` }[keyof Texts]

// the library's types know the keys of one namespace at a time
const texts = i18next as unknown as { t(key: TextKey, values?: Readonly<Record<string, unknown>>): string }

/** Gives the text of a key, with values in its places. */
export type Say = (key: TextKey, values?: Readonly<Record<string, unknown>>) => string

/** The text of a key now, with values in its places, for messages outside of components. */
export function sayText(key: TextKey, values?: Readonly<Record<string, unknown>>): string {
  return texts.t(key, values)
}

/** Gives the texts of keys, in the language that is spoken. */
export function useText(): Say {
  // a change of the language draws the component anew
  useTranslation('shared')
  return sayText
}
