import { afterEach, expect, test } from 'vitest'
import { useOversight } from '../boards/index.ts'
import { isMovable } from './image.ts'

afterEach(() => useOversight.setState({ isClosed: false }))

const ben = { user_id: 'ben', display_name: 'Ben' }
const system = { user_id: 'system', display_name: 'System' }

test('an image is moved by its owner, and by administrators, not by who was given the upkeep of a board', () => {
  expect(isMovable({ access: 'owner', owner: ben }, false)).toBe(true)
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, true)).toBe(true)
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, false)).toBe(false)
  expect(isMovable({ access: 'write', owner: ben, board_id: 'boats' }, false)).toBe(false)
})

test('where private work is closed, administrators move what was made without accounts, and of others nothing that is only shared', () => {
  useOversight.setState({ isClosed: true })
  expect(isMovable({ access: 'admin', owner: ben, board_id: 'boats' }, true)).toBe(false)
  expect(isMovable({ access: 'read', owner: ben }, true)).toBe(false)
  expect(isMovable({ access: 'admin', owner: system, board_id: 'boats' }, true)).toBe(true)
  expect(isMovable({ access: 'owner', owner: ben, board_id: 'boats' }, true)).toBe(true)
})
