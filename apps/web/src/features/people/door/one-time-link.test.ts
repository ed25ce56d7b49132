import { expect, test } from 'vitest'
import { readOneTimeLink } from './one-time-link.ts'

test.each([
  ['/', '/invitation', '#abc', { kind: 'invitation', token: 'abc' }],
  ['/studio/', '/studio/new-password', '#abc', { kind: 'new-password', token: 'abc' }],
  ['/', '/invitation', '', { kind: 'invitation', token: '' }],
  ['/studio/', '/invitation', '#abc', undefined],
  ['/', '/users', '#abc', undefined],
  ['/', '/invitation/more', '#abc', undefined],
])('below %s the address %s%s is %o', (baseUrl, pathname, hash, link) => {
  expect(readOneTimeLink(baseUrl, { pathname, hash })).toEqual(link)
})
