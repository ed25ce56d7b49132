import { expect, test } from 'vitest'
import type { ActionScope } from './action.ts'
import { chooseOffered, type KeyPlace } from './choose-offered.ts'
import type { OfferedAction } from './offered.ts'

const offer = (id: string, scope: ActionScope, hotkey: string, worksInTexts?: true): OfferedAction => ({
  // what an action looks like and does is not looked at
  action: { id, scope, hotkey, ...(worksInTexts && { worksInTexts }) } as OfferedAction['action'],
  subject: undefined,
})
const offered = [
  offer('zoom', 'viewer', 'f'),
  offer('find', 'everywhere', 'f'),
  offer('star', 'gallery', 's'),
  offer('make', 'everywhere', 'Mod+Enter', true),
  offer('leave', 'viewer', 'Escape'),
]
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, shiftKey: false, altKey: false })
const place: KeyPlace = { scope: 'everywhere', isTyping: false, isInDialog: false }
const choose = (key: string, at: Partial<KeyPlace> = {}, ctrlKey = false) =>
  chooseOffered(press(key, ctrlKey), { ...place, ...at }, offered)?.action.id

test('the part that was used last goes before everywhere, and no other part is meant', () => {
  expect(choose('f', { scope: 'viewer' })).toBe('zoom')
  expect(choose('f', { scope: 'gallery' })).toBe('find')
  expect(choose('s', { scope: 'viewer' })).toBeUndefined()
})

test('letters that are typed into a text stay there; what works in texts does', () => {
  expect(choose('f', { isTyping: true })).toBeUndefined()
  expect(choose('Enter', { isTyping: true }, true)).toBe('make')
})

test('a dialog keeps its keys, Escape too', () => {
  expect(choose('f', { isInDialog: true })).toBeUndefined()
  expect(choose('Enter', { isInDialog: true }, true)).toBeUndefined()
  expect(choose('Escape', { isInDialog: true })).toBeUndefined()
})

test('a part of the page that lies in a dialog has its own keys there', () => {
  expect(choose('f', { isInDialog: true, scope: 'viewer' })).toBe('zoom')
  expect(choose('Escape', { isInDialog: true, scope: 'viewer' })).toBe('leave')
  expect(choose('Enter', { isInDialog: true, scope: 'viewer' }, true)).toBeUndefined()
})
