import { ApiError } from '@bottega/client'
import { ERRORS } from '@bottega/contracts'
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
  const unknown = new ApiError(422, 'width: must be a multiple of 8', {}, { code: 'workflow_invalid' })
  expect(describeRefusal(unknown)).toBe('width: must be a multiple of 8')
  expect(describeRefusal(new ApiError(502, 'The server answered 502 Bad Gateway', undefined))).toContain('502')
})

test('a reason of the server stands in a sentence of the page', async () => {
  await i18next.changeLanguage('de')
  const refusal = new ApiError(422, 'width: must be a multiple of 8', {}, { code: 'batch_invalid' })
  expect(describeRefusal(refusal)).toBe('Der Server nimmt das so nicht an: width: must be a multiple of 8')
})

/** Codes that nobody meets on the page, and why; a code that is offered to people gets its words instead. */
const NOT_ON_THE_PAGE: Readonly<Record<string, readonly string[]>> = {
  'the page sends no such requests': [
    'route_not_found',
    'body_malformed',
    'headers_too_large',
    'media_type_unsupported',
    'range_unsatisfiable',
    'not_implemented',
    'token_invalid',
    'token_orphaned',
    'login_in_single_user_mode',
    'setup_in_single_user_mode',
    'scope_insufficient',
    'api_key_refused',
    'board_paging_missing',
    'resize_to_invalid',
    'download_empty',
    'recall_image_forbidden',
    'recall_strict_and_append',
    'queue_not_found',
  ],
  'only commands meet it': ['signing_secret_short', 'signing_secret_set', 'account_unknown', 'email_unacceptable'],
  'the page puts both versions together by itself': ['client_state_stale'],
  'the page does not show such things yet': Object.keys(ERRORS).filter((code) =>
    /^(video_|workflow_|system_prompt_|style_preset_(?!not_found|forbidden)|external_provider_|model_(?!not_found$|busy|conflict|changes_invalid))/.test(
      code,
    ),
  ),
}

test('every refusal that a person can meet has words of the page, in German too', async () => {
  const excused = new Set(Object.values(NOT_ON_THE_PAGE).flat())
  await i18next.changeLanguage('de')
  const untold = Object.keys(ERRORS).filter((code) => {
    if (code === 'request_invalid') return false
    const told = describeRefusal(new ApiError(400, 'in English', {}, { code }))
    return told === 'in English' && !excused.has(code)
  })
  expect(untold).toEqual([])
})

test('no code is excused that has words', async () => {
  const told = Object.values(NOT_ON_THE_PAGE)
    .flat()
    .filter((code) => describeRefusal(new ApiError(400, 'in English', {}, { code })) !== 'in English')
  expect(told).toEqual([])
})
