import { expect, test } from 'vitest'
import type { Board } from '../../boards/index.ts'
import { chooseBoardId } from './board-choice.ts'

// what else a board says is not looked at
const board = (board_id: string, access: Board['access'] = 'owner', archived = false) => ({ board_id, access, archived }) as Board
const boards = [board('own'), board('seen', 'read'), board('old', 'owner', true)]

test('pictures go to the chosen board, else to the one that is open', () => {
  expect(chooseBoardId('own', boards, undefined)).toBe('own')
  expect(chooseBoardId(undefined, boards, 'own')).toBe('own')
  expect(chooseBoardId('none', boards, 'own')).toBeUndefined()
  expect(chooseBoardId('own', undefined, undefined)).toBe('own')
})

test('a board that is gone, archived or only to be seen takes none', () => {
  for (const id of ['gone', 'seen', 'old']) {
    expect(chooseBoardId(id, boards, 'own')).toBe('own')
    expect(chooseBoardId(id, boards, undefined)).toBeUndefined()
    expect(chooseBoardId(undefined, boards, id)).toBeUndefined()
  }
})
