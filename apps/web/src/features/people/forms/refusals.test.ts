import { ApiError } from '@bottega/client'
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../../../locales/en/index.ts'
import { describeRefusal, findWait } from './refusals.ts'

beforeAll(() => i18next.init({ resources: { en }, lng: 'en' }))

test('a refusal of the throttle tells for how long', () => {
  const more = { code: 'login_throttled', details: { retryAfterSeconds: 120 } }
  const error = new ApiError(429, 'Too many failed attempts: try again in 120 seconds', {}, more)
  expect(findWait(error)).toBe(120)
  expect(describeRefusal(error)).toBe(en.people.tooManyAttempts)
})

test('other refusals make nobody wait', () => {
  expect(findWait(new ApiError(401, 'Incorrect email or password', {}, { code: 'login_failed' }))).toBeUndefined()
  expect(findWait(new ApiError(429, 'Too many requests, says a proxy', {}))).toBeUndefined()
  expect(findWait(new TypeError('fetch failed'))).toBeUndefined()
})

test('what is known is told in words of the page, the rest as the server says it', () => {
  const taken = new ApiError(400, 'User with email a@b.example already exists', {}, { code: 'user_exists' })
  expect(describeRefusal(taken)).toBe(en.people.emailTaken)
  const odd = new ApiError(422, 'body.email: Input should be an e-mail address', {}, { code: 'request_invalid' })
  expect(describeRefusal(odd)).toBe(en.people.emailOdd)
  expect(describeRefusal(new ApiError(418, 'No coffee here', {}))).toBe('No coffee here')
})
