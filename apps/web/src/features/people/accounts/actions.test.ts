import { expect, test } from 'vitest'
import type { Account, Studio } from '../../../shared/studio.tsx'
import { listUserActions, type UserSubject } from './actions.ts'

const person = (user_id: string, changes: Partial<Account> = {}): Account => ({
  user_id,
  email: `${user_id}@example.com`,
  display_name: user_id,
  is_admin: false,
  is_active: true,
  created_at: '',
  updated_at: '',
  last_login_at: null,
  ...changes,
})

/** What ada, who administers, may not do to somebody, with the reason. */
function listHindrances(user: Account, isLastAdmin = false) {
  const subject: UserSubject = { user, isLastAdmin, isHidden: false, ask: () => {} }
  const studio = { account: person('ada', { is_admin: true }) } as Studio
  return Object.fromEntries(
    listUserActions(user, false).flatMap((action) => {
      const reason = action.hinder?.(subject, studio)
      return reason === undefined ? [] : [[action.id, reason]]
    }),
  )
}

const idsOf = (user: Account) => listUserActions(user, false).map(({ id }) => id)

test('an account is promoted or demoted, activated or deactivated, as it is', () => {
  expect(idsOf(person('ben'))).toContain('people.promote')
  expect(idsOf(person('ben'))).toContain('people.deactivate')
  const other = idsOf(person('ben', { is_admin: true, is_active: false }))
  expect(other).toContain('people.demote')
  expect(other).toContain('people.activate')
  expect(other).not.toContain('people.promote')
})

test('nothing hinders at others', () => {
  expect(listHindrances(person('ben'))).toEqual({})
  expect(listHindrances(person('grace', { is_admin: true }))).toEqual({})
})

test('the last administrator is protected, and says so', () => {
  expect(listHindrances(person('ada', { is_admin: true }), true)).toEqual({
    'people.demote': 'people:lastAdmin',
    'people.deactivate': 'people:lastAdmin',
    'people.delete': 'people:lastAdmin',
    'people.setPassword': 'people:ownPassword',
  })
})

test('nobody locks themselves out', () => {
  expect(listHindrances(person('ada', { is_admin: true }))['people.deactivate']).toBe('people:notYourself')
})

test('what is closed to administrators is not exported before it is opened', () => {
  const exportOf = listUserActions(person('ben'), true).find(({ id }) => id === 'people.export')
  const hinder = (isHidden: boolean) =>
    exportOf?.hinder?.({ user: person('ben'), isLastAdmin: false, isHidden, ask: () => {} }, {} as Studio)
  expect([hinder(true), hinder(false)]).toEqual(['people:exportHidden', undefined])
})
