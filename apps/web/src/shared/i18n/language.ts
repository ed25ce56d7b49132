import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from '../../locales/en/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shared'
    resources: typeof en
    returnNull: false
  }
}

/** The languages of the page, by their own names. English comes with the page, others when they are wanted. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

/** A language of the page. */
export type Language = keyof typeof LANGUAGES

const STORED = 'bottega-language'

const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Readonly<Record<string, object>>>>> = {
  de: async () => (await import('../../locales/de/index.ts')).de,
}

/** Starts the texts in the language that was chosen in this browser, else in the first of the browser's own that there is. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en },
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'shared',
    interpolation: { escapeValue: false },
  })
  // without its texts the page speaks English
  await speak(findLanguage()).catch(() => undefined)
}

/** Changes the language, and keeps the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORED, language)
  } catch {
    // a browser that keeps nothing: the choice is kept on the server
  }
  await speak(language)
}

/** The language that is spoken. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'shared')) {
    for (const [namespace, texts] of Object.entries(await loaders[language]()))
      i18next.addResourceBundle(language, namespace, texts)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

function findLanguage(): Language {
  const wanted = [readStored(), ...navigator.languages].map((tag) => tag?.slice(0, 2))
  return wanted.find(isLanguage) ?? 'en'
}

function readStored(): string | undefined {
  try {
    return localStorage.getItem(STORED) ?? undefined
  } catch {
    return undefined
  }
}

function isLanguage(tag: string | undefined): tag is Language {
  return tag !== undefined && tag in LANGUAGES
}
