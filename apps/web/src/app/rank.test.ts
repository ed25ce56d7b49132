import { expect, test } from 'vitest'
import { rank } from './rank.ts'

const names = ['Go to the queue', 'Generate', 'Bilder löschen', 'Guidance scale', 'Cancel all (mine)', 'Keyboard shortcuts']
const find = (typed: string) => rank(names, typed, (name) => name)

test('nothing typed keeps everything as it was', () => {
  expect(find('  ')).toEqual(names)
})

test('whole words go before beginnings, those before the rest; of each the first word of a name before others', () => {
  const found = rank(['aquent', 'the queue', 'Queen', 'by que', 'Que sera'], 'que', (name) => name)
  expect(found).toEqual(['Que sera', 'by que', 'Queen', 'the queue', 'aquent'])
  expect(find('g')).toEqual(['Generate', 'Guidance scale', 'Go to the queue'].sort((a, b) => names.indexOf(a) - names.indexOf(b)))
})

test('words come in any order, each has to be there', () => {
  expect(find('scale guid')).toEqual(['Guidance scale'])
  expect(find('guidance queue')).toEqual([])
})

test('letters that are scattered over a name, or one or two within a word, are no match', () => {
  expect(find('gnrt')).toEqual([])
  expect(find('en')).toEqual([])
  expect(find('ene')).toEqual(['Generate'])
})

test('marks on letters and signs do not hinder', () => {
  expect(find('loschen')).toEqual(['Bilder löschen'])
  expect(find('(mine')).toEqual(['Cancel all (mine)'])
  expect(find('.*')).toEqual([])
})
