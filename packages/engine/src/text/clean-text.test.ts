import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

test('makes every white space a plain one and drops control characters', () => {
  expect(cleanText('a\tb\nc\u00a0d\u3000e')).toBe('a b c d e')
  expect(cleanText('a\u0000b\u000bc\u200dd\u00ade\ufefff\ufffd')).toBe('abcdef')
})

test('drops lone surrogates and keeps pairs', () => {
  expect(cleanText('\ud800a🙂\udc00')).toBe('a🙂')
})

test('sets ideographs apart, before they are normalised', () => {
  expect(cleanText('日本x')).toBe(' 日  本 x')
  expect(cleanText('\uf900\u{2f800}')).toBe(' 豈  丽 ')
})

test('composes and lower-cases', () => {
  expect(cleanText('CAFE\u0301 ΑΣ İ')).toBe('café ας i̇')
})

test('composes a long run of combining marks without taking forever', { timeout: 10_000 }, () => {
  expect(cleanText(`e${'\u0301\u0323'.repeat(100_000)}`).startsWith('ẹ')).toBe(true)
  expect(cleanText('e\u0301\u0323'.repeat(300))).toBe('ẹ\u0301'.repeat(300))
})
