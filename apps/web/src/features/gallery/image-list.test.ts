import { describe, expect, test } from 'vitest'
import type { ImageDto } from '../images/index.ts'
import {
  addPage,
  changeImages,
  countImages,
  type ImageList,
  imageAt,
  listMissingPages,
  PAGE_SIZE,
  prependImages,
  removeImages,
} from './image-list.ts'

const image = (place: number | string) => ({ image_name: `${place}.png`, starred: false }) as ImageDto
const page = (number: number, length = PAGE_SIZE) => Array.from({ length }, (_, at) => image(number * PAGE_SIZE + at))
const makeList = (total: number, ...numbers: number[]): ImageList => ({
  total,
  held: 0,
  pages: new Map(numbers.map((number) => [number, page(number, Math.min(PAGE_SIZE, total - number * PAGE_SIZE))])),
})
const nameAt = (list: ImageList, place: number) => imageAt(list, place)?.image_name

describe('a long list of images', () => {
  test('knows the images of the pages that were read, and no others', () => {
    const list = makeList(1000, 0, 4)
    expect([0, 99, 100, 450].map((place) => nameAt(list, place))).toEqual(['0.png', '99.png', undefined, '450.png'])
  })

  test('asks for the pages that places need, and for those that are short', () => {
    const list = { ...makeList(250, 0, 2), pages: new Map([...makeList(250, 0, 2).pages, [1, page(1, 99)]]) }
    expect(listMissingPages(list, 0, 249)).toEqual([1])
    expect(listMissingPages(makeList(1000, 0), 80, 320)).toEqual([1, 2, 3])
    expect(listMissingPages(makeList(0), 0, 40)).toEqual([])
  })

  test('keeps a bounded number of pages, those nearest to the last that came', () => {
    let list = makeList(200_000, 0)
    for (let number = 1; number < 500; number++) list = addPage(list, number, page(number))
    expect([...list.pages.keys()].sort((one, other) => one - other)).toEqual([
      488, 489, 490, 491, 492, 493, 494, 495, 496, 497, 498, 499,
    ])
    list = addPage(list, 0, page(0))
    expect(list.pages.has(0)).toBe(true)
  })

  test('changes images where they lie and leaves other pages the same objects', () => {
    const list = makeList(300, 0, 1, 2)
    const changed = changeImages(list, new Set(['120.png']), (one) => ({ ...one, starred: true }))
    expect(imageAt(changed, 120)?.starred).toBe(true)
    expect(changed.pages.get(0)).toBe(list.pages.get(0))
    expect(changed.pages.get(1)).not.toBe(list.pages.get(1))
  })

  test('closes up where images are removed, over the edges of pages', () => {
    const list = removeImages(makeList(300, 0, 1, 2), new Set(['5.png', '150.png']))
    expect(countImages(list)).toBe(298)
    expect([4, 5, 99, 148, 149, 297].map((place) => nameAt(list, place))).toEqual([
      '4.png',
      '6.png',
      '100.png',
      '149.png',
      '151.png',
      '299.png',
    ])
  })

  test('forgets the pages behind a gap when it is not known any more which places they have', () => {
    const list = removeImages(makeList(1000, 0, 1, 5), new Set(['5.png']))
    expect(nameAt(list, 198)).toBe('199.png')
    expect(nameAt(list, 500)).toBeUndefined()
    expect(listMissingPages(list, 0, 199)).toEqual([1])
  })

  test('leaves out of account what is not known to be in it', () => {
    const list = removeImages(makeList(1000, 0, 1), new Set(['5.png', '800.png']))
    expect(list.total).toBe(999)
    expect(nameAt(list, 5)).toBe('6.png')
  })

  test('puts new images at the top and moves the others on', () => {
    const list = prependImages(makeList(150, 0, 1), [image('new'), image('newer')], 152)
    expect([0, 1, 2, 101, 151].map((place) => nameAt(list, place))).toEqual([
      'new.png',
      'newer.png',
      '0.png',
      '99.png',
      '149.png',
    ])
  })
})
