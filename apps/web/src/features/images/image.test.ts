import { expect, test } from 'vitest'
import { isMovable } from './image.ts'

const ben = { user_id: 'ben', display_name: 'Ben' }
const user = { isAdmin: false, isPrivateClosed: false }
const admin = { isAdmin: true, isPrivateClosed: false }
const system = { user_id: 'system', display_name: 'System' }

test('an image is moved by its owner, and by administrators, not by who was given the upkeep of a board', () => {
  expect(isMovable({ access: 'owner', owner: ben }, user)).toBe(true)
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, admin)).toBe(true)
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, user)).toBe(false)
  expect(isMovable({ access: 'write', owner: ben, board_id: 'boats' }, user)).toBe(false)
})

test('where private work is closed, administrators move what was made without accounts, and of others nothing that is only shared', () => {
  const closedTo = { isAdmin: true, isPrivateClosed: true }
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, closedTo)).toBe(false)
  expect(isMovable({ access: 'read', owner: ben }, closedTo)).toBe(false)
  expect(isMovable({ access: 'admin', owner: system, board_id: 'boats' }, closedTo)).toBe(true)
  expect(isMovable({ access: 'owner', owner: ben, board_id: 'boats' }, closedTo)).toBe(true)
})
