import { expect, test } from 'vitest'
import { writeInvitationMail, writePasswordMail, writeResetMail } from '../../apps/bottega/src/services/mail/mail-texts.ts'
import { findLocaleOffences, findOtherGerman } from './locales.mjs'

const web = 'apps/web/src'
const texts = (...entries: [key: string, text: string][]) => JSON.stringify(Object.fromEntries(entries), null, 2)

const english: [key: string, text: string][] = [
  ['title', 'Gallery'],
  ['deleteAll', 'Delete all of them'],
  ['ageOf', 'Made {{age}} ago by {{name}}'],
  ['imageCount_one', 'One image'],
  ['imageCount_other', '{{count}} images'],
  ['sortNewest', 'Newest first'],
]
const german: [key: string, text: string][] = [
  ['title', 'Galerie'],
  ['deleteAll', 'Alle löschen'],
  ['ageOf', 'Von {{name}} vor {{age}} gemacht'],
  ['imageCount_one', '{{count}} Bild'],
  ['imageCount_other', '{{count}} Bilder'],
  ['sortNewest', 'Neueste zuerst'],
]

const component = `
import { useTranslation } from 'react-i18next'
const SORTS = { newest: 'gallery:sortNewest' } as const
export function Gallery({ count, sort }) {
  const { t } = useTranslation('gallery')
  return <h1 title={t('title')} aria-label={t(SORTS[sort])}>{t('imageCount', { count })}{t('shared:undo')}
    <Trans ns="gallery" i18nKey="ageOf" /></h1>
}
export const describe = (t: TFunction<'gallery'>) => t(isAll ? 'deleteAll' : 'title')
`

const door = "import gallery from './gallery.json'\nimport shared from './shared.json'"
const house: Readonly<Record<string, string>> = {
  [`${web}/locales/en/index.ts`]: door,
  [`${web}/locales/de/index.ts`]: door,
  [`${web}/features/gallery/gallery.tsx`]: component,
  [`${web}/locales/en/gallery.json`]: texts(...english),
  [`${web}/locales/de/gallery.json`]: texts(...german),
  [`${web}/locales/en/shared.json`]: texts(['undo', 'Undo']),
  [`${web}/locales/de/shared.json`]: texts(['undo', 'Rückgängig']),
}

const judge = (changes: Readonly<Record<string, string>> = {}) =>
  findLocaleOffences(
    Object.entries({ ...house, ...changes })
      .filter(([, text]) => text !== '')
      .map(([path, text]) => ({ path, text })),
  ).map(({ path, line, message }) => `${path.slice(web.length + 1)}:${line} ${message}`)

const germanWith = (...entries: [key: string, text: string][]) => ({
  [`${web}/locales/de/gallery.json`]: texts(...german.map((entry) => entries.find(([key]) => key === entry[0]) ?? entry)),
})
const bothWith = (key: string, text: string) => ({
  [`${web}/locales/en/gallery.json`]: texts(...english, [key, text]),
  [`${web}/locales/de/gallery.json`]: texts(...german, [key, text]),
  [`${web}/features/gallery/more.ts`]: `t('gallery:${key}')`,
})
const codeWith = (text: string) => ({ [`${web}/features/gallery/more.tsx`]: text })

test('texts that are complete and used pass', () => {
  expect(judge()).toEqual([])
})

const offences: [what: string, changes: Readonly<Record<string, string>>, messages: string[]][] = [
  [
    'a key that is missing in German',
    { [`${web}/locales/de/gallery.json`]: texts(...german.slice(1)) },
    ['locales/de/gallery.json:1 lacks "title"'],
  ],
  [
    'a key too many in German',
    { [`${web}/locales/de/gallery.json`]: texts(...german, ['more', 'Mehr']) },
    ['locales/de/gallery.json:8 "more" is not in the English file'],
  ],
  [
    'a file that is missing',
    { [`${web}/locales/de/shared.json`]: '' },
    ['locales/de/shared.json:1 is missing: each namespace has a file in each language'],
  ],
  [
    'another placeholder',
    germanWith(['ageOf', 'Vor {{age}} gemacht']),
    ['locales/de/gallery.json:4 "ageOf" has the placeholders {{age}}, in English they are {{age}} {{name}}'],
  ],
  [
    'a placeholder that is spelled otherwise',
    germanWith(['imageCount_other', '{{anzahl}} Bilder']),
    ['locales/de/gallery.json:6 "imageCount_other" has the placeholders {{anzahl}}, in English they are {{count}}'],
  ],
  [
    'other marks',
    germanWith(['deleteAll', '<b>Alle</b> löschen']),
    ['locales/de/gallery.json:3 "deleteAll" has the placeholders </b> <b>, in English they are none'],
  ],
  [
    'a German word for a thing that has another one',
    germanWith(['deleteAll', 'Alle von der Verwaltung zurückgeholt']),
    [
      'locales/de/gallery.json:3 "deleteAll" says "Verwaltung", the rest of the page "Administration"',
      'locales/de/gallery.json:3 "deleteAll" says "zurückgeholt", the rest of the page "wiederherstellen"',
    ],
  ],
  ['an empty text', germanWith(['title', ' ']), ['locales/de/gallery.json:2 "title" has no text']],
  [
    'English in the German file',
    germanWith(['deleteAll', 'Delete all of them']),
    ['locales/de/gallery.json:3 "deleteAll" is still English'],
  ],
  [
    'a key in snake case',
    bothWith('sort_oldest', 'Text'),
    [
      'locales/en/gallery.json:8 "sort_oldest" is not written as in "deleteImages" or "imageCount_other"',
      'locales/de/gallery.json:8 "sort_oldest" is not written as in "deleteImages" or "imageCount_other"',
    ],
  ],
  ['a single brace', germanWith(['title', 'Galerie {']), ['locales/de/gallery.json:2 "title" has braces that are no {{name}}']],
  [
    'a plural without its twin',
    bothWith('boardCount_one', '{{count}}'),
    [
      'locales/en/gallery.json:8 "boardCount_one" needs "boardCount_other" beside it',
      'locales/de/gallery.json:8 "boardCount_one" needs "boardCount_other" beside it',
    ],
  ],
  [
    'texts in texts',
    { [`${web}/locales/en/shared.json`]: '{ "undo": { "title": "Undo" } }', [`${web}/locales/de/shared.json`]: '' },
    [
      'locales/en/shared.json:1 is not one flat object of texts: { "key": "Text with {{name}}" }',
      'features/gallery/gallery.tsx:6 "shared:undo" is in no file of locales',
    ],
  ],
  [
    'a language that is not offered',
    { [`${web}/locales/fr/shared.json`]: '{}' },
    ['locales/fr/shared.json:1 lies elsewhere than in en/ or de/'],
  ],
  [
    'a namespace of no feature',
    { [`${web}/locales/en/boards.json`]: '{}' },
    ['locales/en/boards.json:1 is named after no feature, and is not app nor shared'],
  ],
  [
    'a text that nothing uses',
    {
      [`${web}/locales/en/shared.json`]: texts(['undo', 'Undo'], ['redo', 'Redo']),
      [`${web}/locales/de/shared.json`]: texts(['undo', 'Rückgängig'], ['redo', 'Wiederholen']),
    },
    ['locales/en/shared.json:3 "redo" is used nowhere: delete it'],
  ],
  [
    'a text that only a test uses',
    {
      [`${web}/features/gallery/gallery.tsx`]: component.replace("t('shared:undo')", ''),
      [`${web}/app/a.test.tsx`]: "t('shared:undo')",
    },
    ['locales/en/shared.json:2 "undo" is used nowhere: delete it'],
  ],
  [
    'a key that no file has',
    codeWith("const { t } = useTranslation('gallery')\nt('titel')"),
    ['features/gallery/more.tsx:2 "gallery:titel" is in no file of locales'],
  ],
  [
    'a key of another namespace that no file has',
    codeWith("t('shared:save')"),
    ['features/gallery/more.tsx:1 "shared:save" is in no file of locales'],
  ],
  [
    'a key of a table that no file has',
    codeWith("const LABELS = { a: 'gallery:sortOldest' }"),
    ['features/gallery/more.tsx:1 "gallery:sortOldest" is in no file of locales'],
  ],
  [
    'a key without a namespace',
    codeWith("t('title')"),
    ['features/gallery/more.tsx:1 no namespace is known here for "title": write "namespace:title"'],
  ],
  [
    'the namespace of another function',
    codeWith("function A() { const { t } = useTranslation('gallery'); t('title') }\nfunction B() { t('title') }"),
    ['features/gallery/more.tsx:2 no namespace is known here for "title": write "namespace:title"'],
  ],
  [
    'a key that is put together',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
    codeWith("const { t: say } = useTranslation('gallery')\nsay(`sort${order}`)"),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
    ['features/gallery/more.tsx:2 `sort${order}` makes a key up: take it from a table of "namespace:key" that tsc checks'],
  ],
  [
    'a key that is a sum',
    codeWith("i18n.t('gallery:sort' + order)"),
    [
      'features/gallery/more.tsx:1 \'gallery:sort\' + order makes a key up: take it from a table of "namespace:key" that tsc checks',
      'features/gallery/more.tsx:1 "gallery:sort" is in no file of locales',
    ],
  ],
  [
    'a key that is put together for the function of the page',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
    codeWith('const say = useText()\nsay(`gallery:sort${order}`)'),
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
      'features/gallery/more.tsx:2 `gallery:sort${order}` makes a key up: take it from a table of "namespace:key" that tsc checks',
    ],
  ],
  [
    'a namespace that a language does not import',
    { [`${web}/locales/de/index.ts`]: door.replace('./shared.json', './other.json') },
    ['locales/de/index.ts:1 does not import ./shared.json'],
  ],
  [
    'a key that is forced',
    codeWith('i18n.t(name as never)'),
    ['features/gallery/more.tsx:1 name as never makes a key up: take it from a table of "namespace:key" that tsc checks'],
  ],
]

test.each(offences)('%s is found', (_what, changes, messages) => {
  expect(judge(changes)).toEqual(messages)
})

test('short texts may be the same in both languages, and one thing may be counted in words', () => {
  expect(judge(germanWith(['title', 'Gallery'], ['imageCount_one', 'Ein Bild']))).toEqual([])
})

test('a hook by another name, a namespace among others, and a function found by its language are followed', () => {
  const code =
    "function A() { const { t: say } = useTranslation(['gallery', 'shared']); say('nothing') }\nconst find = i18n.getFixedT('de', 'shared')\nfind('none')"
  expect(judge(codeWith(code))).toEqual([
    'features/gallery/more.tsx:1 "gallery:nothing" is in no file of locales',
    'features/gallery/more.tsx:3 "shared:none" is in no file of locales',
  ])
})

test('German mails say what the page says', () => {
  const link = { url: 'https://studio.example', expiresAt: new Date(0) }
  const mails = [
    writeInvitationMail('de', link),
    writeResetMail('de', link),
    writePasswordMail('de', { name: null, at: new Date(0) }),
  ]
  const texts = mails.flatMap(({ subject, text }) => [subject, ...text.split('\n')])
  expect(texts.flatMap(findOtherGerman)).toEqual([])
})
