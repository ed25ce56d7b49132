import { expect, test } from 'vitest'
import { findLiteralText } from './literal-text.mjs'

const find = (text: string, path = 'apps/web/src/features/gallery/tile.tsx') => findLiteralText(path, text)

const offences: [what: string, text: string, said: string][] = [
  ['text between tags', 'const a = <p>No pictures yet</p>', 'No pictures yet'],
  ['text beside an expression', 'const a = <p>{count} pictures</p>', 'pictures'],
  ['text over lines', 'const a = (\n  <p>\n    No\n    pictures\n  </p>\n)', 'No pictures'],
  ['text in a fragment', 'const a = <>Undo</>', 'Undo'],
  ['a string as a child', "const a = <p>{'Undo'}</p>", 'Undo'],
  ['a string behind a condition', "const a = <p>{isOn ? 'On' : t('off')}</p>", 'On'],
  ['a string behind &&', "const a = <p>{isOn && 'Starred'}</p>", 'Starred'],
  ['a string in place of nothing', "const a = <p>{name ?? 'Nobody'}</p>", 'Nobody'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
  ['a template', 'const a = <p>{`Step ${at}`}</p>', 'Step …'],
  ['a sum', "const a = <p>{count + ' pictures'}</p>", 'pictures'],
  ['a label', 'const a = <Input label="Width" />', 'Width'],
  ['a title in braces', "const a = <b title={'Close'} />", 'Close'],
  ['a placeholder', 'const a = <input placeholder="What do you want to see?" />', 'What do you want to see?'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is planted
  ['an alternative text', 'const a = <img alt={`Picture of ${prompt}`} />', 'Picture of …'],
  ['a name for screen readers', 'const a = <b aria-label={isOpen ? "Close" : "Open"} />', 'Close'],
  ['an error', 'const a = <Input error={isWrong && "Too short"} />', 'Too short'],
  ['a notice', "notify({ message: 'The picture is gone', color: 'red' })", 'The picture is gone'],
  ['the name of an action', "const action = { id: 'star', label: 'Star' }", 'Star'],
  ['the name with more to it', 'const a = <h1>Welcome to Bottega</h1>', 'Welcome to Bottega'],
  ['letters of other languages', 'const a = <p>Größe</p>', 'Größe'],
]

test.each(offences)('%s is put into locales', (_what, text, said) => {
  expect(find(text)[0]).toMatchObject({ rule: 'no-literal-text', message: `"${said}" is read by people: put it into locales` })
})

test('the line of the text is told, and every text of a file', () => {
  expect(find('const a = (\n  <p>\n    One\n    <b title="Two">{`Three`}</b>\n  </p>\n)').map(({ line }) => line)).toEqual([
    3, 4, 4,
  ])
})

test('a module without markup is held to it as well', () => {
  expect(find("export const undo = { title: 'Undo' }", 'apps/web/src/features/gallery/actions.ts')).toHaveLength(1)
})

test.each([
  ['a text of the locales', "const a = <p title={t('undo')}>{t('shared:undo')}</p>"],
  ['symbols and numbers', 'const a = <p>{width} × {height} · 100 % &nbsp; &times;</p>'],
  ['the name of the product', 'const a = <h1 title="Bottega">Bottega</h1>'],
  [
    'what the program alone reads',
    "const a = <b className='tile' id='a' role='status' type='submit' data-state={isOn ? 'on' : 'off'} />",
  ],
  ['what is compared', "const a = <p>{state === 'failed' && <Fault />}</p>"],
  ['what a function is given', "const a = <p>{format(date, 'short')}</p>"],
  ['the key of a text', "const a = <Action label='gallery:delete' />; const b = { label: 'gallery:delete' }"],
  ['the end of a choice that is empty', "const a = <p>{isOn ? t('on') : ''}</p>"],
  ['a word in an object that the program reads', "const sort = { label: 'newest' }"],
  ['a type', "interface A { readonly title: 'Some words' }"],
])('%s may stand where it is', (_what, text) => {
  expect(find(text)).toEqual([])
})
