import { listRoutes, ROUTES, type Route } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { LATER } from './later.ts'
import { UNWRITTEN } from './unwritten.ts'

test('the list of routes that are not offered yet is that of the contract', () => {
  const declared = Object.entries<Route>(ROUTES).flatMap(([name, { later }]) => (later === undefined ? [] : [name]))
  expect([...LATER].sort()).toEqual(declared.sort())
})

test('what has no handler yet says what to do instead', () => {
  const offered = listRoutes().flatMap(({ name, route }) => (route.later === undefined ? [name] : []))
  for (const [name, sentence] of Object.entries(UNWRITTEN)) {
    expect(offered).toContain(name)
    expect(sentence).toMatch(/^[A-Z].*[^.]$/)
  }
})
