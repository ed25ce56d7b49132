import { expect, test } from 'vitest'
import { describeHotkey, isHotkey } from './hotkey.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test.each([
  ['Mod+Enter', press('Enter', { ctrlKey: true }), true],
  ['Mod+Enter', press('Enter', { metaKey: true }), true],
  ['Mod+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), false],
  ['Mod+Shift+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), true],
  ['s', press('s'), true],
  ['s', press('S', { shiftKey: true }), false],
  ['s', press('s', { ctrlKey: true }), false],
  ['?', press('?', { shiftKey: true }), true],
  ['ArrowLeft', press('ArrowLeft'), true],
  ['ArrowLeft', press('ArrowLeft', { altKey: true }), false],
])('%s against %o: %s', (hotkey, pressed, is) => {
  expect(isHotkey(pressed, hotkey)).toBe(is)
})

test('hotkeys are read as they stand on keyboards', () => {
  expect(describeHotkey('Mod+Shift+ArrowUp')).toEqual(['Ctrl', 'Shift', '↑'])
  expect(describeHotkey('c')).toEqual(['C'])
})
