import { expect, test } from 'vitest'
import { expandAccess, hasScope, listRefusals, missingError, RESOURCES, type Resource, refusalError } from './access.ts'
import { ERRORS, type ErrorRow } from './errors.ts'

test('rules alone mean any active account, in every form of declaration', () => {
  const rule = { resource: 'image', by: 'image_name', action: 'read' } as const
  expect(expandAccess(rule)).toEqual({ who: 'user', media: false, rules: [rule] })
  expect(expandAccess([rule])).toEqual({ who: 'user', media: false, rules: [rule] })
  expect(expandAccess({ media: true, rules: [rule] })).toEqual({ who: 'user', media: true, rules: [rule] })
  expect(expandAccess({ who: 'admin' })).toEqual({ who: 'admin', media: false, rules: [] })
  expect(expandAccess('anyone')).toEqual({ who: 'anyone', media: false, rules: [] })
})

test('the errors of a resource ask for its id and for nothing else', () => {
  for (const { id, missing, refused } of Object.values(RESOURCES)) {
    for (const code of [missing, ...Object.values(refused)]) {
      const row: ErrorRow = ERRORS[code]
      expect(Object.keys(row.details ?? { [id]: '' })).toEqual([id])
    }
  }
})

test.each<[Resource, number]>([
  ['board', 404],
  ['image', 404],
  ['video', 404],
  ['workflow', 404],
  ['queue', 404],
  ['queue_item', 404],
  ['model', 404],
  ['session', 404],
  ['api_key', 404],
])('an unknown %s is %i', (resource, status) => {
  expect(ERRORS[missingError(resource, 'x').code].status).toBe(status)
})

test('what belongs to others is refused with the text of the act', () => {
  expect(refusalError('board', 'delete', 'b').message).toBe('Not authorized to delete this board')
  expect(refusalError('board', 'upload', 'b').message).toBe('Not authorized to upload to this board')
  expect(refusalError('queue_item', 'retry', 7).message).toBe('You do not have permission to retry queue item 7')
  expect(refusalError('image', 'move', 'x.png')).toMatchObject({ code: 'image_move_forbidden', details: { imageName: 'x.png' } })
})

test('sessions and API keys of others do not exist', () => {
  expect(refusalError('session', 'end', 's').message).toBe('Session not found')
  expect(refusalError('api_key', 'delete', 'k').message).toBe('API key not found')
})

test('an access lists its refusals, each once', () => {
  const rules = [{ resource: 'board', by: 'board_id', action: 'read' } as const]
  expect(listRefusals({ who: 'admin', media: false, rules: [...rules, ...rules] })).toEqual([
    'authentication_required',
    'token_invalid',
    'token_orphaned',
    'admin_required',
    'board_not_found',
    'board_forbidden',
    'private_work_closed',
  ])
  expect(listRefusals({ who: 'anyone', media: false, rules: [] })).toEqual([])
  expect(listRefusals({ who: 'account', media: false, rules: [] })).toContain('credentials_missing')
})

test('each scope includes those before it, and no scope is enough for what no key may do', () => {
  expect(hasScope(['read'], 'read')).toBe(true)
  expect(hasScope(['read'], 'generate')).toBe(false)
  expect(hasScope(['generate'], 'read')).toBe(true)
  expect(hasScope(['read', 'manage'], 'generate')).toBe(true)
  expect(hasScope(['manage'], 'none')).toBe(false)
  expect(hasScope([], 'read')).toBe(false)
})
