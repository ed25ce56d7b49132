import { expect, test } from 'vitest'
import { changeWeight } from './weights.ts'

/** A text whose selection, or caret, stands between bars, after a change. */
function weigh(marked: string, direction: 1 | -1): string | undefined {
  const [before = '', selected = '', after] = marked.split('|')
  const text = after === undefined ? before + selected : before + selected + after
  const end = after === undefined ? before.length : before.length + selected.length
  const change = changeWeight(text, before.length, end, direction)
  if (change === undefined) return undefined
  const { from, to, insert, selection } = change
  const changed = text.slice(0, from) + insert + text.slice(to)
  return `${changed.slice(0, selection[0])}|${changed.slice(...selection)}|${changed.slice(selection[1])}`
}

test.each([
  ['a flat fo|x on teal', 'a flat (|fox|)1.1 on teal'],
  ['fox|', '(|fox|)1.1'],
  ['|fox', '(|fox|)1.1'],
  ['a |flat fox| on teal', 'a (|flat fox|)1.1 on teal'],
  ['a| flat fox |on teal', 'a (|flat fox|)1.1 on teal'],
  ['a (fo|x)1.1', 'a (|fox|)1.2'],
  ['a (|fox|)1.1', 'a (|fox|)1.2'],
  ['a |(fox)1.1|', 'a (|fox|)1.2'],
  ['a (red |apple)1.4, ripe', 'a (|red apple|)1.5, ripe'],
  ['a (fox)1.1|', 'a (|fox|)1.2'],
  ['a (f|ox:1.3)', 'a (|fox|)1.4'],
  ['f|ox++ here', '(|fox|)1.31 here'],
  ['(a f|ox)- here', '|a fox| here'],
  ['((f|ox)1.2 teal)1.5', '((|fox|)1.3 teal)1.5'],
  ['((fox)1.2 t|eal)1.5', '(|(fox)1.2 teal|)1.6'],
  ['a hot-do|g.', 'a (|hot-dog|)1.1.'],
  ['a \\(fo|x\\)', 'a \\((|fox|)1.1\\)'],
])('%s gets more weight: %s', (before, after) => {
  expect(weigh(before, 1)).toBe(after)
})

test.each([
  ['a fo|x', 'a (|fox|)0.9'],
  ['a (fo|x)1.1', 'a |fox|'],
  ['a (fo|x)0.1', 'a (|fox|)0'],
  ['a (fo|x)0', 'a (|fox|)0'],
  ['f|ox--', '(|fox|)0.71'],
])('%s gets less weight: %s', (before, after) => {
  expect(weigh(before, -1)).toBe(after)
})

test.each(['', '|', 'a | |b', 'a |(fox| b', 'a |fox)1.1| b', ' | '])('there is nothing to weigh in %j', (marked) => {
  expect(weigh(marked, 1)).toBeUndefined()
})

test('there and back again is the same text', () => {
  const text = 'a flat fox on teal'
  const { from, to, insert, selection } = changeWeight(text, 8, 8, 1) ?? expect.fail()
  const weighed = text.slice(0, from) + insert + text.slice(to)
  const back = changeWeight(weighed, ...selection, -1) ?? expect.fail()
  expect(weighed.slice(0, back.from) + back.insert + weighed.slice(back.to)).toBe(text)
})
