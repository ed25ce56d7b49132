import de from '../locales/de/link.json'
import en from '../locales/en/link.json'

/** The key of a text of this page. */
export type LinkText = `link:${keyof typeof en}`

const SPOKEN = { en, de }

/** The language of the page: the first of the browser's own that it speaks, else English. */
export const language =
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is keyof typeof SPOKEN => tag in SPOKEN) ?? 'en'

/** A text in the language of the page. */
export function say(key: LinkText, values: Readonly<Record<string, string | number>> = {}): string {
  // the type says what stands behind the colon
  const text = SPOKEN[language][key.slice('link:'.length) as keyof typeof en]
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_match, name: string) => String(values[name] ?? ''))
}
