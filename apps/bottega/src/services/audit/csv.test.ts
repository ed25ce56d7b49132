import { expect, test } from 'vitest'
import { writeCsv } from './csv.ts'

test.each([
  ['words', 'words'],
  ['a, b', '"a, b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\t=1', "'\t=1"],
  ['=cmd("x", 1)', '"\'=cmd(""x"", 1)"'],
])('a cell with %j is written as %s', (text, cell) => {
  expect(writeCsv([[text, 'end']])).toBe(`${cell},end\r\n`)
})
