import { expect, test } from 'vitest'
import { rank } from './rank.ts'

const names = ['Go to the queue', 'Generate', 'Bilder löschen', 'Guidance scale', 'Cancel all (mine)', 'Keyboard shortcuts']
const find = (typed: string) => rank(names, typed, (name) => name)

test('nothing typed keeps everything as it was', () => {
  expect(find('  ')).toEqual(names)
})

test('beginnings of names go before beginnings of words, those before the rest', () => {
  expect(rank(['the queue', 'aqua queen', 'Queen'], 'que', (name) => name)).toEqual(['Queen', 'the queue', 'aqua queen'])
  expect(find('g')).toEqual(['Generate', 'Guidance scale', 'Go to the queue'].sort((a, b) => names.indexOf(a) - names.indexOf(b)))
})

test('words come in any order, each has to be there', () => {
  expect(find('scale guid')).toEqual(['Guidance scale'])
  expect(find('guidance queue')).toEqual([])
})

test('marks on letters, missing letters and signs do not hinder', () => {
  expect(find('loschen')).toEqual(['Bilder löschen'])
  expect(find('gnrt')).toEqual(['Generate'])
  expect(find('(mine')).toEqual(['Cancel all (mine)'])
  expect(find('.*')).toEqual([])
})
