import { expect, test } from 'vitest'
import { wrapHelp } from './help-text.ts'

test('paragraphs are wrapped anew, and headings, examples and exit codes stay lines of their own', () => {
  const text =
    '\nExamples:\n  bottega restore /a/long/path --root /another/long/path\n\nOne two three\nfour five.\nExit codes: 0 done.\n'
  expect(wrapHelp(text, 14)).toBe(
    '\nExamples:\n  bottega restore /a/long/path --root /another/long/path\n\nOne two three\nfour five.\nExit codes: 0\ndone.\n',
  )
  expect(wrapHelp('One two three\nfour five.', 20)).toBe('One two three four\nfive.')
  expect(wrapHelp('averyveryverylongword', 5)).toBe('averyveryverylongword')
})
