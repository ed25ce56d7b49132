import { expect, test } from 'vitest'
import en from '../../locales/en/audit.json'
import { describeDetails, describeTarget, type Wording } from './describe-details.ts'
import type { AuditEntry } from './queries.ts'

const BOARD = '59e3f41f-cc11-4508-b2d2-a74d01c9588e'
const names: Readonly<Record<string, string>> = { u1: 'Ben', u2: 'Cleo' }
const wording: Wording = {
  say: (key, values = {}) =>
    (en as Readonly<Record<string, string>>)[key.replace('audit:', '')]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
      String(values[name]),
    ) ?? '',
  nameOf: (id) => names[id],
  knowsAll: true,
}
const entry: AuditEntry = {
  ...{ id: '1', created_at: '2026-11-26T13:05:00.000Z', action: 'board_shared', outcome: 'success' },
  ...{ actor_id: 'u1', target_type: 'board', target_id: BOARD, address: null, details: {} },
} as AuditEntry

test.each<[AuditEntry['details'], string]>([
  [{ user_ids: ['u1', 'u2'], permission: 'write' }, 'May: change · With: Ben, Cleo'],
  [
    { key_id: 'k', name: 'Night script', scopes: ['read', 'generate'], expires_at: null },
    'Name: Night script · May: look, generate',
  ],
  [{ invitation_id: 'i', email: 'nora@example.com', is_admin: false }, 'Email address: nora@example.com · Administrator: no'],
  [
    { from_user_id: 'system', to_user_id: 'gone-for-good', images: 1200, boards: 0 },
    'From: what was made without accounts · To: Deleted account gone-for · Pictures: 1,200',
  ],
  [{ email: 'a@b.c', content: 'erase', fields: ['email'] }, 'Email address: a@b.c · What it has made: erased'],
  [{ which: 'all others' }, 'Sessions: all others'],
])('details %j read %s', (details, words) => {
  expect(describeDetails(details, wording)).toBe(words)
})

test('an entry is about a person by name, about a board by its number, and about nobody where that is who did it', () => {
  expect(describeTarget(entry, wording)).toBe('Board 59e3f41f')
  expect(describeTarget({ ...entry, target_type: 'user', target_id: 'u2' }, wording)).toBe('Cleo')
  expect(describeTarget({ ...entry, target_type: 'user', target_id: 'u1' }, wording)).toBe('')
  expect(describeTarget({ ...entry, target_type: 'user', target_id: 'gone-for-good' }, wording)).toBe('Deleted account gone-for')
})

test('of nobody is said that the account is deleted before all accounts are read', () => {
  const early = { ...wording, knowsAll: false }
  expect(describeDetails({ user_ids: ['u1', 'made-just-now'] }, early)).toBe('With: Ben, made-jus')
  expect(describeTarget({ ...entry, target_type: 'user', target_id: 'made-just-now' }, early)).toBe('made-jus')
})
