import { expect, test } from 'vitest'
import { findInitials } from './avatar.tsx'

test.each([
  ['Ada', 'A'],
  ['Ada King Lovelace', 'AL'],
  ['ben@example.com', 'B'],
  ['  ', ''],
  ['çelik öz', 'ÇÖ'],
])('%s has the initials %s', (name, initials) => {
  expect(findInitials(name)).toBe(initials)
})
