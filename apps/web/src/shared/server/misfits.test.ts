import { NewUser } from '@bottega/contracts'
import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { de } from '../../locales/de/index.ts'
import { en } from '../../locales/en/index.ts'
import { describeMisfits } from './misfits.ts'

beforeEach(() => i18next.init({ resources: { en, de }, lng: 'de', interpolation: { escapeValue: false } }))

/** What the server answers to a body that does not fit. */
function refuse(body: unknown): unknown {
  const issues = NewUser.safeParse(body).error?.issues ?? []
  return { detail: issues.map(({ code, path, message }) => ({ type: code, loc: ['body', ...path], msg: message })) }
}

test('what is too long says how long it may be, by the name that the form has', () => {
  const body = { email: 'a@b.example', password: 'Studio of Ada 7', display_name: 'x'.repeat(300) }
  expect(describeMisfits(refuse(body))).toBe('Name, den andere sehen: höchstens 255 Zeichen.')
})

test('several misfits are several sentences, each once', () => {
  const detail = [
    { type: 'missing', loc: ['body', 'email'], msg: 'Invalid input: expected string, received undefined' },
    { type: 'too_big', loc: ['body', 'items', 0], msg: 'Too big: expected number to be <=4096' },
    { type: 'too_big', loc: ['body', 'items', 1], msg: 'Too big: expected number to be <=4096' },
    { type: 'invalid_value', loc: ['body', 'role'], msg: 'Invalid option' },
  ]
  expect(describeMisfits({ detail })).toBe(
    'E-Mail-Adresse fehlt. items: höchstens 4.096. role wird so nicht angenommen: ändern, dann erneut versuchen.',
  )
})

test('an answer that lists nothing is told by what it says itself', () => {
  expect(describeMisfits({ detail: 'Not Found' })).toBeUndefined()
  expect(describeMisfits('<html>')).toBeUndefined()
  expect(describeMisfits({ detail: [{ type: 'too_big' }] })).toBeUndefined()
})
