import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { de } from '../../locales/de/index.ts'
import { en } from '../../locales/en/index.ts'
import { describeHotkey, goesOn, isHotkey, type KeyPress, writeKeyShortcuts } from './hotkey.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})
beforeAll(() => i18next.init({ resources: { en, de }, lng: 'en' }))

const altGr = { getModifierState: (name: string) => name === 'AltGraph' }

test.each([
  ['Mod+Enter', press('Enter', { ctrlKey: true }), true],
  ['Mod+Enter', press('Enter', { metaKey: true }), true],
  ['Mod+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), false],
  ['Mod+Shift+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), true],
  ['s', press('s'), true],
  ['s', press('S', { shiftKey: true }), false],
  ['s', press('s', { ctrlKey: true }), false],
  ['ArrowLeft', press('ArrowLeft'), true],
  ['ArrowLeft', press('ArrowLeft', { altKey: true }), false],
  ['Mod+,', press(',', { ctrlKey: true }), true],
  [',', press(',', { ctrlKey: true }), false],
])('%s against %o: %s', (hotkey, pressed, is) => {
  expect(isHotkey(pressed, hotkey)).toBe(is)
})

test.each([
  ['? on English and German keyboards', '?', press('?', { shiftKey: true })],
  ['/ on a German keyboard', '/', press('/', { shiftKey: true })],
  ['[ with AltGr, as Linux tells it', '[', press('[', altGr)],
  ['[ with AltGr, as Windows tells it', '[', press('[', { ctrlKey: true, altKey: true, ...altGr })],
  ['+ by itself', '+', press('+')],
  ['+ with Shift on an English keyboard', '+', press('+', { shiftKey: true })],
  ['Mod and +', 'Mod++', press('+', { ctrlKey: true, shiftKey: true })],
  ['the key of S where Cyrillic is written', 's', press('ы', { code: 'KeyS' })],
  ['a letter while Caps Lock is on', 's', press('S')],
  ['the space bar', 'Space', press(' ')],
])('%s counts', (_, hotkey, pressed) => {
  expect(isHotkey(pressed, hotkey)).toBe(true)
})

test.each([
  ['Ctrl and Alt with a letter, which types a sign on some keyboards', 'Mod+e', press('e', { ctrlKey: true, altKey: true })],
  ['a key on its place with another letter on it', 'z', press('y', { code: 'KeyZ' })],
  ['what belongs to a word that is being put together', 'Mod+Enter', press('Enter', { ctrlKey: true, isComposing: true })],
])('%s does not count', (_, hotkey, pressed) => {
  expect(isHotkey(pressed, hotkey)).toBe(false)
})

test('keys that go on and on count while they are held', () => {
  expect(['ArrowRight', 'Mod+ArrowUp', '+'].map(goesOn)).toEqual([true, true, true])
  expect(['Mod+Enter', 's', 'Escape'].map(goesOn)).toEqual([false, false, false])
})

test('hotkeys are read as they stand on keyboards', () => {
  expect(describeHotkey('Mod+Shift+ArrowUp')).toEqual(['Ctrl', 'Shift', '↑'])
  expect(describeHotkey('c')).toEqual(['C'])
  expect(describeHotkey('Mod++')).toEqual(['Ctrl', '+'])
  expect(describeHotkey('Delete')).toEqual(['Del'])
})

test('keys have the names that German keyboards have', async () => {
  await i18next.changeLanguage('de')
  expect(describeHotkey('Mod+Shift+Enter')).toEqual(['Strg', 'Umschalt', 'Eingabe'])
  expect(describeHotkey('Delete')).toEqual(['Entf'])
  await i18next.changeLanguage('en')
})

test('hotkeys are told to programs that read the page aloud', () => {
  expect(writeKeyShortcuts('Mod+Enter')).toBe('Control+Enter')
  expect(writeKeyShortcuts('+')).toBe('Plus')
})
