// The texts of the page, a file for each language and namespace: complete in each language, and used.
import { findLocaleUses } from './locale-uses.mjs'

const FOLDER = 'apps/web/src/locales/'
const LANGUAGES = ['en', 'de']
/** Beside a namespace for each feature. */
const GENERAL_NAMESPACES = ['app', 'shared']
/** Of pages beside the studio, which import their own texts. */
const OTHER_PAGES = ['link']
const PLURAL = /_(?:one|other)$/
const KEY = /^[a-z][A-Za-z0-9]*(?:_one|_other)?$/
/** Texts of more than two words that are the same in both languages, as "namespace:key". */
const SAME_IN_BOTH = new Set([])
/** The German page has one word for a thing, and speaks to nobody as you. */
const OTHER_GERMAN = [
  [/\b(?:geteilt|teilen)\b/i, 'freigeben, Freigabe'],
  [/\bVerwaltung\b/, 'Administration'],
  [/(?<!in )\bArbeit\b(?! anderer)/i, 'Inhalte'],
  [/zurück(?:ge|zu)?hol\w*/i, 'wiederherstellen'],
  [/generier/i, 'erzeugen'],
  [/(?<!E-)\bMails?\b/, 'E-Mail'],
  [/\bPasswort\b.*\b(?:gesetzt|setzen)\b/i, 'festlegen'],
  [/\b(?:du|dich|dir|dein\w*|Ihnen|Ihre?[mnrs]?)\b/, 'eine Form ohne Anrede'],
]

/**
 * Finds what is wrong with the texts of the page.
 *
 * @param {{ path: string, text: string }[]} files  everything in apps/web/src, tests included
 * @returns {{ rule: string, path: string, line: number, message: string }[]}
 */
export function findLocaleOffences(files) {
  const features = files.flatMap(({ path }) => /^apps\/web\/src\/features\/([\w-]+)\//.exec(path)?.[1] ?? [])
  const namespaces = new Set([...GENERAL_NAMESPACES, ...OTHER_PAGES, ...features])
  const offences = []
  const blame = (path, line, message) => offences.push({ rule: 'locales', path, line, message })

  const locales = files.filter(({ path }) => path.startsWith(FOLDER)).flatMap((file) => readLocale(file, namespaces, blame))
  for (const locale of locales) {
    judgeKeys(locale, blame)
    judgeDoor(locale, files, blame)
  }
  const wanted = new Map(locales.map(({ namespace }) => [namespace, LANGUAGES]))
  for (const [namespace, languages] of wanted) {
    const [english, german] = languages.map((language) =>
      locales.find((one) => one.namespace === namespace && one.language === language),
    )
    if (english !== undefined && german !== undefined) compare(english, german, blame)
    else if (english === undefined)
      blame(`${FOLDER}en/${namespace}.json`, 1, 'is missing: each namespace has a file in each language')
    else blame(`${FOLDER}de/${namespace}.json`, 1, 'is missing: each namespace has a file in each language')
  }
  return [...offences, ...judgeUses(files, locales, namespaces)]
}

function readLocale({ path, text }, namespaces, blame) {
  const [language, name = '', ...deeper] = path.slice(FOLDER.length).split('/')
  const namespace = name.replace(/\.json$/, '')
  if (!name.endsWith('.json')) return []
  if (!LANGUAGES.includes(language) || deeper.length > 0) blame(path, 1, `lies elsewhere than in ${LANGUAGES.join('/ or ')}/`)
  else if (!namespaces.has(namespace)) blame(path, 1, `is named after no feature, and is not ${GENERAL_NAMESPACES.join(' nor ')}`)
  else {
    const texts = parseTexts(text)
    if (texts !== undefined) return [{ path, language, namespace, texts, lineOf: (key) => findLine(text, key) }]
    blame(path, 1, 'is not one flat object of texts: { "key": "Text with {{name}}" }')
  }
  return []
}

function parseTexts(text) {
  try {
    const texts = JSON.parse(text)
    const isFlat = typeof texts === 'object' && Object.values(texts).every((one) => typeof one === 'string')
    return isFlat && !Array.isArray(texts) ? texts : undefined
  } catch {
    return undefined
  }
}

const findLine = (text, key) => Math.max(1, text.split('\n').findIndex((line) => line.trimStart().startsWith(`"${key}"`)) + 1)

/** What a language does not import would be said in English, without a word. */
function judgeDoor({ language, namespace }, files, blame) {
  if (OTHER_PAGES.includes(namespace)) return
  const path = `${FOLDER}${language}/index.ts`
  const door = files.find((file) => file.path === path)
  if (!door?.text.includes(`'./${namespace}.json'`)) blame(path, 1, `does not import ./${namespace}.json`)
}

function judgeKeys({ path, texts, lineOf }, blame) {
  for (const [key, text] of Object.entries(texts)) {
    const say = (message) => blame(path, lineOf(key), `"${key}" ${message}`)
    if (!KEY.test(key)) say('is not written as in "deleteImages" or "imageCount_other"')
    if (text.trim() === '') say('has no text')
    if (/\{|\}/.test(text.replace(/\{\{-?\s*\w+(?:,[^{}]*)?\}\}/g, ''))) say('has braces that are no {{name}}')
    const [ending] = PLURAL.exec(key) ?? []
    const twin = key.replace(PLURAL, ending === '_one' ? '_other' : '_one')
    if (ending !== undefined && !Object.hasOwn(texts, twin)) say(`needs "${twin}" beside it`)
    if (ending !== undefined && Object.hasOwn(texts, key.replace(PLURAL, ''))) say('stands beside the same key without an ending')
  }
}

function compare(english, german, blame) {
  for (const key of Object.keys(english.texts)) {
    if (!Object.hasOwn(german.texts, key)) blame(german.path, 1, `lacks "${key}"`)
  }
  for (const [key, text] of Object.entries(german.texts)) {
    const say = (message) => blame(german.path, german.lineOf(key), `"${key}" ${message}`)
    const original = english.texts[key]
    if (original === undefined) {
      say('is not in the English file')
      continue
    }
    for (const { word, usual } of findOtherGerman(text)) say(`says "${word}", the rest of the page "${usual}"`)
    const [meant, given] = [original, text].map((one) => listPlaceholders(one, key))
    if (meant !== given) say(`has the placeholders ${given || 'none'}, in English they are ${meant || 'none'}`)
    const isLong = text.split(/\s+/).filter((word) => /\p{L}/u.test(word.replace(/\{\{.*?\}\}/g, ''))).length > 2
    if (isLong && text === original && !SAME_IN_BOTH.has(`${german.namespace}:${key}`)) say('is still English')
  }
}

/**
 * Finds the words of a German text that the page does not use, with what it says instead.
 *
 * @param {string} text
 * @returns {{ word: string, usual: string }[]}
 */
export function findOtherGerman(text) {
  return OTHER_GERMAN.flatMap(([other, usual]) => {
    const [word] = other.exec(text) ?? []
    return word === undefined ? [] : [{ word, usual }]
  })
}

/** What a text is filled with and marked up by; one thing may be counted in words. */
function listPlaceholders(text, key) {
  const names = [...text.matchAll(/\{\{-?\s*(\w+)/g)].map(([, name]) => `{{${name}}}`)
  const tags = [...text.matchAll(/<\/?\w+ *\/?>/g)].map(([tag]) => tag)
  const all = key.endsWith('_one') ? names.filter((name) => name !== '{{count}}') : names
  return [...new Set(all), ...tags].sort().join(' ')
}

function judgeUses(files, locales, namespaces) {
  const code = files.filter(({ path }) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$/.test(path))
  const found = code.map(({ path, text }) => ({ path, ...findLocaleUses(path, text, namespaces) }))
  const english = locales.filter(({ language }) => language === 'en')
  const has = ({ namespace, key }) =>
    english.some((one) => one.namespace === namespace && [key, `${key}_other`].some((name) => Object.hasOwn(one.texts, name)))
  const used = new Set(found.flatMap(({ uses }) => uses.map(({ namespace, key }) => `${namespace}:${key}`)))
  const isUsed = (namespace, key) => [key, key.replace(PLURAL, '')].some((name) => used.has(`${namespace}:${name}`))

  const missing = found.flatMap(({ path, uses }) =>
    uses
      .filter((use) => !has(use))
      .map(({ namespace, key, line }) => ({
        rule: 'locales',
        path,
        line,
        message: `"${namespace}:${key}" is in no file of locales`,
      })),
  )
  const unused = english.flatMap(({ path, namespace, texts, lineOf }) =>
    Object.keys(texts)
      .filter((key) => !isUsed(namespace, key))
      .map((key) => ({ rule: 'locales', path, line: lineOf(key), message: `"${key}" is used nowhere: delete it` })),
  )
  return [...found.flatMap(({ offences }) => offences), ...missing, ...unused]
}
