import type { AccessLevel, Actor } from '@bottega/contracts'
import { AppError, SYSTEM_ACTOR } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { type BoardGrounds, canUseBoard, findBoardAccess } from './boards.ts'
import { canReadDownload } from './downloads.ts'
import { canUseImage, findImageAccess, type ImageGrounds } from './images.ts'
import { canUseLibrary, findLibraryAccess } from './library.ts'
import { bulkScope, listScope } from './scopes.ts'

const ann: Actor = { userId: 'ann', role: 'user', isSystem: false, displayName: 'Ann' }
const admin: Actor = { userId: 'admin', role: 'admin', isSystem: false, displayName: null }

const board = (changes: Partial<BoardGrounds> = {}): BoardGrounds => ({
  user_id: 'bob',
  board_visibility: 'private',
  viewer_permission: null,
  ...changes,
})

test.each<[string, Actor, Partial<BoardGrounds>, AccessLevel | undefined, string[]]>([
  ['its owner', ann, { user_id: 'ann' }, 'owner', ['read', 'add', 'upload', 'update', 'share', 'delete']],
  ['an administrator', admin, {}, 'admin', ['read', 'add', 'upload', 'update', 'share', 'delete']],
  ['everybody in single-user mode', SYSTEM_ACTOR, {}, 'owner', ['read', 'add', 'upload', 'update', 'share', 'delete']],
  ['a stranger, private', ann, {}, undefined, []],
  ['a stranger, shared', ann, { board_visibility: 'shared' }, 'read', ['read']],
  ['a stranger, public', ann, { board_visibility: 'public' }, 'add', ['read', 'add', 'upload']],
  ['a guest who may read', ann, { viewer_permission: 'read' }, 'read', ['read']],
  ['a guest who may write', ann, { viewer_permission: 'write' }, 'write', ['read', 'add', 'upload']],
  ['a guest who manages', ann, { viewer_permission: 'admin' }, 'admin', ['read', 'add', 'upload', 'update', 'share']],
  [
    'a reader of a public board',
    ann,
    { viewer_permission: 'read', board_visibility: 'public' },
    'add',
    ['read', 'add', 'upload'],
  ],
])('a board: %s', (_name, actor, changes, access, acts) => {
  const grounds = board(changes)
  expect(findBoardAccess(actor, grounds)).toBe(access)
  const allowed = (['read', 'add', 'upload', 'update', 'share', 'delete'] as const).filter(
    (action) => canUseBoard(actor, action, grounds) === 'allowed',
  )
  expect(allowed).toEqual(acts)
})

const image = (changes: Partial<ImageGrounds> = {}): ImageGrounds => ({
  user_id: 'bob',
  board_user_id: null,
  board_visibility: null,
  viewer_permission: null,
  ...changes,
})

test.each<[string, Actor, Partial<ImageGrounds>, AccessLevel | undefined, string[]]>([
  ['its owner', ann, { user_id: 'ann' }, 'owner', ['read', 'update', 'delete', 'move', 'remove', 'restore']],
  ['an administrator', admin, {}, 'admin', ['read', 'update', 'delete', 'move', 'remove', 'restore']],
  ['a stranger', ann, {}, undefined, []],
  [
    'the owner of its board',
    ann,
    { board_user_id: 'ann', board_visibility: 'private' },
    'write',
    ['read', 'update', 'delete', 'remove'],
  ],
  ['somebody on its public board', ann, { board_user_id: 'bob', board_visibility: 'public' }, 'read', ['read']],
  [
    'a guest who may write',
    ann,
    { board_user_id: 'bob', board_visibility: 'private', viewer_permission: 'write' },
    'write',
    ['read', 'update', 'delete', 'remove'],
  ],
  [
    'a guest who may read',
    ann,
    { board_user_id: 'bob', board_visibility: 'private', viewer_permission: 'read' },
    'read',
    ['read'],
  ],
])('an image: %s', (_name, actor, changes, access, acts) => {
  const grounds = image(changes)
  expect(findImageAccess(actor, grounds)).toBe(access)
  const allowed = (['read', 'update', 'delete', 'move', 'remove', 'restore'] as const).filter(
    (action) => canUseImage(actor, action, grounds) === 'allowed',
  )
  expect(allowed).toEqual(acts)
})

test('things of the library are read by everybody once they are public, and changed by their owner', () => {
  const thing = { user_id: 'bob', is_public: 0, isDefault: false } as const
  expect(findLibraryAccess(ann, thing)).toBeUndefined()
  expect(findLibraryAccess(ann, { ...thing, is_public: 1 })).toBe('read')
  expect(findLibraryAccess(ann, { ...thing, isDefault: true })).toBe('read')
  expect(canUseLibrary(ann, 'update', { ...thing, is_public: 1 })).toBe('denied')
  expect(canUseLibrary({ ...ann, userId: 'bob' }, 'delete', thing)).toBe('allowed')
  expect(canUseLibrary(admin, 'update', thing)).toBe('allowed')
})

test('an archive is for who asked for it, and administrators', () => {
  expect([ann, admin, { ...ann, userId: 'bob' }].map((actor) => canReadDownload(actor, { user_id: 'bob' }))).toEqual([
    'denied',
    'allowed',
    'allowed',
  ])
})

test('lists show own and shared things, and everything only to administrators who ask', () => {
  expect(listScope(ann, undefined)).toEqual({ kind: 'visible', userId: 'ann' })
  expect(listScope(admin, undefined)).toEqual({ kind: 'visible', userId: 'admin' })
  expect(listScope(admin, 'all')).toEqual({ kind: 'everyone' })
  expect(listScope(SYSTEM_ACTOR, undefined)).toEqual({ kind: 'everyone' })
  expect(bulkScope(admin, undefined)).toEqual({ kind: 'owner', userId: 'admin' })
  for (const choose of [listScope, bulkScope]) expect(() => choose(ann, 'all')).toThrow(new AppError('admin_required'))
})
