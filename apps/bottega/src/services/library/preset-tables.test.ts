import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePresetFile, writePresetTable } from './preset-tables.ts'

test('a table comes back as it went out, whatever stands in it', () => {
  const text = fc.string({ unit: 'grapheme' })
  const preset = fc.record({ name: text.filter((name) => /\S/.test(name)), positive_prompt: text, negative_prompt: text })
  fc.assert(
    fc.property(fc.array(preset), (presets) => {
      expect(parsePresetFile('text/csv', writePresetTable(presets))).toEqual(presets)
    }),
  )
})

test('a list of objects is taken too, with either name of the prompt', () => {
  const json = JSON.stringify([
    { name: 'a', prompt: 'p', negative_prompt: 'n' },
    { name: 'b', positive_prompt: 'q', negative_prompt: '' },
  ])
  expect(parsePresetFile('application/json; charset=utf-8', json)).toEqual([
    { name: 'a', positive_prompt: 'p', negative_prompt: 'n' },
    { name: 'b', positive_prompt: 'q', negative_prompt: '' },
  ])
})

test('a byte order mark, columns in another order and missing line ends are no hindrance', () => {
  const table = '\ufeffprompt,name,negative_prompt\r\n"p ""x""",a,\n\nq,b,n'
  expect(parsePresetFile('text/csv', table)).toEqual([
    { name: 'a', positive_prompt: 'p "x"', negative_prompt: '' },
    { name: 'b', positive_prompt: 'q', negative_prompt: 'n' },
  ])
})

test.each([
  ['text/csv', 'name,prompt\na,b', 'style_preset_csv_invalid'],
  ['text/csv', 'name,prompt,negative_prompt,more\na,b,c,d', 'style_preset_csv_invalid'],
  ['text/csv', 'name,prompt,negative_prompt\n ,b,c', 'style_preset_csv_invalid'],
  ['text/csv', 'name,prompt,negative_prompt\na,b,c,d', 'style_preset_csv_invalid'],
  ['text/csv', '', 'style_preset_csv_invalid'],
  ['application/json', '{', 'style_preset_json_invalid'],
  ['application/json', '[{"name":"a"}]', 'style_preset_json_invalid'],
  ['application/json', '['.repeat(9999), 'style_preset_json_invalid'],
  ['image/png', 'x', 'style_preset_file_unsupported'],
])('%s %j is refused', (type, text, code) => {
  expect(() => parsePresetFile(type, text)).toThrow(expect.objectContaining({ code }))
})
