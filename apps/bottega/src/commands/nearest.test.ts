import { expect, test } from 'vitest'
import { findNearest } from './nearest.ts'

test.each([
  ['prot', 'port'],
  ['pubic_url', 'public_url'],
  ['multi_user', 'multiuser'],
  ['colour', undefined],
  ['', undefined],
])('%s may mean %s', (wanted, found) => {
  expect(findNearest(wanted, ['host', 'port', 'public_url', 'multiuser'])).toBe(found)
})
