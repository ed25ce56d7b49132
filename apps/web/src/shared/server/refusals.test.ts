import { ApiError } from '@bottega/client'
import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { de } from '../../locales/de/index.ts'
import { en } from '../../locales/en/index.ts'
import { describeRefusal } from './refusals.ts'

beforeEach(() => i18next.init({ resources: { en, de }, lng: 'en', interpolation: { escapeValue: false } }))

test('a refusal is told in the language of the page', async () => {
  const gone = new ApiError(404, 'Board not found', {}, { code: 'board_not_found' })
  expect(describeRefusal(gone)).toBe(en.shared.boardGone)
  await i18next.changeLanguage('de')
  expect(describeRefusal(gone)).toBe(de.shared.boardGone)
})

test('its details stand in the sentence, numbers and sizes as they are read', () => {
  const pixels = new ApiError(413, 'too many', {}, { code: 'upload_too_many_pixels', details: { maximum: 1_000_000 } })
  expect(describeRefusal(pixels)).toContain('at most 1,000,000 pixels')
  const large = new ApiError(413, 'too large', {}, { code: 'body_too_large', details: { limitBytes: 50_000_000 } })
  expect(describeRefusal(large)).toContain('at most 50 MB')
})

test('what the page has no words for is told in those of the server', () => {
  expect(describeRefusal(new ApiError(422, 'width: must be a multiple of 8', {}, { code: 'batch_invalid' }))).toBe(
    'width: must be a multiple of 8',
  )
  expect(describeRefusal(new ApiError(502, 'The server answered 502 Bad Gateway', undefined))).toContain('502')
})
