import { ROUTES, type Route } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { LATER } from './later.ts'

test('the list of routes that are not offered yet is that of the contract', () => {
  const declared = Object.entries<Route>(ROUTES).flatMap(([name, { later }]) => (later === undefined ? [] : [name]))
  expect([...LATER].sort()).toEqual(declared.sort())
})
