import { expect, test } from 'vitest'
import { judgePassword, REQUIREMENTS } from './password-strength.ts'

test.each([
  ['', 'empty'],
  ['Abc123', 'weak'],
  ['abcdefgh', 'moderate'],
  ['ABCDEFG1', 'moderate'],
  ['Studio of Ada 7', 'strong'],
  // letters of other scripts count, and a pictograph is one sign
  ['Ünter7ñç', 'strong'],
  // what many choose is guessed first, however it is written
  ['Password1', 'common'],
  ['PASSW0RD', 'common'],
  ['Aa1🦊🦊🦊🦊', 'weak'],
])('%s is %s', (password, strength) => {
  expect(judgePassword(password)).toBe(strength)
})

test('requirements are ticked off one by one', () => {
  const missing = REQUIREMENTS.filter(({ isMet }) => !isMet('password1')).map(({ label }) => label)
  expect(missing).toEqual(['people:needsUpper'])
})
