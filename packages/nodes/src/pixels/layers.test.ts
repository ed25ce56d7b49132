import { describe, expect, test } from 'vitest'
import type { Picture } from '../engine-types.ts'
import { compositeOver } from './composite.ts'
import { containPicture, coverPicture } from './fit.ts'
import { alphaOf, invert, toGrey, toRgb, toRgba, withAlpha } from './modes.ts'
import { pastePicture } from './paste.ts'

const picture = (channels: Picture['channels'], width: number, ...data: number[]): Picture => ({
  data: Uint8Array.from(data),
  width,
  height: data.length / width / channels,
  channels,
})

describe('modes', () => {
  test('brightness weighs green most and leaves opacity aside', () => {
    expect([...toGrey(picture(3, 4, 255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 90, 90)).data]).toEqual([76, 150, 29, 90])
    expect([...toGrey(picture(4, 1, 10, 10, 10, 0)).data]).toEqual([10])
  })

  test('grey becomes equal colours, opaque', () => {
    expect([...toRgb(picture(1, 2, 5, 200)).data]).toEqual([5, 5, 5, 200, 200, 200])
    expect([...toRgba(picture(1, 1, 5)).data]).toEqual([5, 5, 5, 255])
    expect([...toRgba(picture(3, 1, 1, 2, 3)).data]).toEqual([1, 2, 3, 255])
  })

  test('dropping opacity uncovers the colours below', () => {
    expect([...toRgb(picture(4, 1, 1, 2, 3, 0)).data]).toEqual([1, 2, 3])
  })

  test('opacity can be taken out and put in', () => {
    expect([...alphaOf(picture(4, 2, 1, 2, 3, 9, 4, 5, 6, 8)).data]).toEqual([9, 8])
    expect([...alphaOf(picture(3, 1, 1, 2, 3)).data]).toEqual([255])
    expect([...withAlpha(picture(3, 1, 1, 2, 3), picture(1, 1, 7)).data]).toEqual([1, 2, 3, 7])
  })

  test('inverting leaves opacity', () => {
    expect([...invert(picture(4, 1, 0, 100, 255, 40)).data]).toEqual([255, 155, 0, 40])
    expect([...invert(picture(1, 2, 0, 250)).data]).toEqual([255, 5])
  })
})

describe('pasting', () => {
  test('mixes by the mask, and cuts off what is larger', () => {
    const base = picture(3, 1, 10, 20, 30)
    const top = picture(3, 2, 110, 120, 130, 0, 0, 0)
    expect(pastePicture(base, top, picture(1, 2, 128, 255))).toEqual(picture(3, 1, 60, 70, 80))
  })

  test('keeps the channels of what lies below', () => {
    const top = picture(4, 1, 100, 100, 100, 0)
    expect(pastePicture(picture(1, 1, 9), top, picture(1, 1, 255))).toEqual(picture(1, 1, 100))
    expect(pastePicture(picture(4, 1, 0, 0, 0, 255), top, picture(1, 1, 255))).toEqual(top)
  })
})

describe('compositing', () => {
  test('an opaque picture covers, a transparent one does not', () => {
    const base = picture(3, 1, 10, 20, 30)
    expect([...compositeOver(base, picture(3, 1, 1, 2, 3)).data]).toEqual([1, 2, 3, 255])
    expect([...compositeOver(base, picture(4, 1, 1, 2, 3, 0)).data]).toEqual([10, 20, 30, 255])
  })

  test('half over half is three quarters, two parts of the upper to one of the lower', () => {
    const half = (value: number) => picture(4, 1, value, value, value, 128)
    expect([...compositeOver(half(0), half(90)).data]).toEqual([60, 60, 60, 192])
  })

  test('nothing over nothing is nothing', () => {
    expect([...compositeOver(picture(4, 1, 9, 9, 9, 0), picture(4, 1, 8, 8, 8, 0)).data]).toEqual([0, 0, 0, 0])
  })
})

describe('fitting', () => {
  const wide = picture(1, 4, 10, 20, 30, 40)

  test('the whole picture in the middle, with a margin', () => {
    expect(containPicture(picture(1, 2, 7, 7), { width: 2, height: 3 })).toEqual(picture(1, 2, 0, 0, 7, 7, 0, 0))
  })

  test('the middle of the picture, without a margin', () => {
    expect(coverPicture(wide, { width: 2, height: 1 })).toEqual(picture(1, 2, 20, 30))
  })
})
