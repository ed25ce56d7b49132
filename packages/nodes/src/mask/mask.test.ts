import { createTensor, type Tensor } from '@bottega/engine'
import type { JsonObject } from '@bottega/graph'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Case, listUntested, play, titled } from '../image/testing/cases.ts'
import { type PictureCase, playPictures, titledPictures } from '../image/testing/picture-cases.ts'
import { parsePicture, writePicture } from '../image/testing/pixels.ts'
import { createStage } from '../image/testing/stage.ts'
import { MASK_NODES } from './index.ts'

const CLEAR = '10203000 10203001 102030ff'
const SHADES = '00 7f 80 ff'

/** A mask written down: rows of flags parted by slashes. */
function parseMask(text: string): Tensor {
  const rows = text.split('/').map((row) => [...row.trim()].map(Number))
  return createTensor(Float32Array.from(rows.flat()), [1, rows.length, (rows[0] as number[]).length])
}

function writeMask({ data, shape }: Tensor): string {
  const width = shape.at(-1) as number
  return Array.from({ length: data.length / width }, (_, y) => data.slice(y * width, (y + 1) * width).join('')).join(' / ')
}

const rectangle = (x_left: number, y_top: number, rectangle_width: number, rectangle_height: number) => ({
  width: 4,
  height: 3,
  x_left,
  y_top,
  rectangle_width,
  rectangle_height,
})

describe('a mask is made', () => {
  const pictures = { clear: parsePicture(CLEAR), shades: parsePicture(SHADES), red: parsePicture('ff0000') }
  const image = (image_name: string) => ({ image: { image_name } })

  test.each<[string, JsonObject, string]>([
    ['rectangle_mask', rectangle(1, 1, 2, 1), '0000 / 0110 / 0000'],
    ['rectangle_mask', rectangle(-2, -1, 3, 2), '1000 / 0000 / 0000'],
    ['rectangle_mask', rectangle(3, 2, 9, 9), '0000 / 0000 / 0001'],
    ['rectangle_mask', rectangle(1, 1, -2, 1), '0000 / 0000 / 0000'],
    ['alpha_mask_to_tensor', image('clear'), '011'],
    ['alpha_mask_to_tensor', { ...image('clear'), invert: true }, '100'],
    ['alpha_mask_to_tensor', image('red'), '1'],
    ['image_mask_to_tensor', image('shades'), '1100'],
    ['image_mask_to_tensor', { ...image('shades'), cutoff: 0 }, '0000'],
    ['image_mask_to_tensor', { ...image('shades'), cutoff: 255, invert: true }, '0001'],
    ['image_mask_to_tensor', { ...image('red'), cutoff: 77 }, '1'],
    ['image_mask_to_tensor', { ...image('red'), cutoff: 76 }, '0'],
    ['invert_tensor_mask', { mask: { tensor_name: 'half' } }, '10 / 01'],
    ['invert_tensor_mask', { mask: { tensor_name: 'flat' } }, '10 / 01'],
  ])('%s of %j is %s', async (type, inputs, expected) => {
    const flat = createTensor(Float32Array.of(0, 1, 0.9, 0.1), [2, 2])
    const stage = createStage(MASK_NODES, { pictures, tensors: { half: parseMask('01 / 10'), flat } })
    stage.enqueue(type, inputs)
    const output = await stage.run(type, inputs)
    const mask = stage.mask(output)
    expect(writeMask(mask)).toBe(expected)
    expect(mask.shape).toHaveLength(3)
    expect(output).toMatchObject({ type: 'mask_output', width: mask.shape[2], height: mask.shape[1] })
  })

  test('and refused when it would be too large, or have no pixel', () => {
    const stage = createStage(MASK_NODES)
    expect(() => stage.enqueue('rectangle_mask', { ...rectangle(0, 0, 1, 1), width: 1e9 })).toThrow('is too large')
    expect(() => stage.enqueue('rectangle_mask', { ...rectangle(0, 0, 1, 1), height: 0 })).toThrow('has none')
  })
})

describe('a tensor as an image', () => {
  const tensors = { half: parseMask('01 / 10'), latents: createTensor(new Float32Array(8), [2, 2, 2]) }
  const pictures = { clear: parsePicture('10203000 10203040 / 102030ff 10203080'), small: parsePicture('102030') }
  const mask = { tensor_name: 'half' }
  const stage = () => createStage(MASK_NODES, { pictures, tensors })
  const run = async (type: string, inputs: JsonObject) => {
    const here = stage()
    return writePicture(here.picture(await here.run(type, inputs)))
  }

  test('is white where the mask is set', async () => {
    expect(await run('tensor_mask_to_image', { mask })).toBe('00 ff / ff 00')
  })

  test('shows an image where the mask is set, but for what is transparent already', async () => {
    const inputs = { mask, image: { image_name: 'clear' } }
    expect(await run('apply_tensor_mask_to_image', inputs)).toBe('10203000 102030ff / 102030ff 10203000')
    expect(await run('apply_tensor_mask_to_image', { ...inputs, invert: true })).toBe('10203000 10203000 / 10203000 102030ff')
  })

  test('is refused for another size, and for what is no mask', async () => {
    await expect(run('apply_tensor_mask_to_image', { mask, image: { image_name: 'small' } })).rejects.toThrow('the mask 2 x 2')
    await expect(run('tensor_mask_to_image', { mask: { tensor_name: 'latents' } })).rejects.toThrow('[2, 2, 2]')
  })

  test('and back is the same mask', async () => {
    const text = fc.array(fc.stringMatching(/^[01]{5}$/), { minLength: 1, maxLength: 5 }).map((rows) => rows.join(' / '))
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const here = createStage(MASK_NODES, { tensors: { half: parseMask(written) } })
        const { image } = await here.run('tensor_mask_to_image', { mask })
        const back = await here.run('image_mask_to_tensor', { image: image as JsonObject, invert: true })
        expect(writeMask(here.mask(back))).toBe(written)
      }),
    )
  })
})

const masks: readonly PictureCase[] = [
  ['mask_from_id', { color: { r: 255, g: 0, b: 0, a: 255 } }, { image: 'ff0000ff 9c0000ff 9b0000ff ff000000' }, 'ff ff 00 00'],
  ['mask_from_id', { color: { r: 255, g: 0, b: 0, a: 255 }, threshold: 0 }, { image: 'ff0000' }, '00'],
  // as far away as the threshold, to the bit: 2² + 10² + 11² = 15²
  ['mask_from_id', { color: { r: 0, g: 0, b: 0, a: 255 }, threshold: 15 }, { image: '020a0b 010a0b' }, '00 ff'],
  ['mask_from_id', { color: { r: 0, g: 0, b: 0, a: 255 }, threshold: 1, invert: true }, { image: '000000 000001' }, '00 ff'],
  [
    'mask_edge',
    { edge_size: 0, edge_blur: 0, low_threshold: 100, high_threshold: 200 },
    { image: '00 00 00 80 ff ff ff' },
    'ff ff ff 00 ff ff ff',
  ],
  ['mask_edge', { edge_size: 1, edge_blur: 0, low_threshold: 100, high_threshold: 200 }, { image: '00 00 ff ff' }, 'ff 00 ff ff'],
  [
    'mask_edge',
    { edge_size: 2, edge_blur: 0, low_threshold: 9999, high_threshold: 9999 },
    { image: '00 00 00 80 ff ff ff' },
    'ff ff 00 00 00 ff ff',
  ],
  [
    'mask_edge',
    { edge_size: 2, edge_blur: 1, low_threshold: 9999, high_threshold: 9999 },
    { image: '00 00 00 80 ff ff ff' },
    'ff aa 55 00 55 aa ff',
  ],
  ['mask_edge', { edge_size: -8, edge_blur: -1, low_threshold: 1, high_threshold: 1 }, { image: 'ff ff' }, 'ff ff'],
]

test.each(titledPictures(masks))('%s', async (_, one) => {
  expect(await playPictures(MASK_NODES, one)).toEqual(one[3])
})

test.each(['mask_from_id', 'mask_edge'])('%s saves its image as a mask', async (type) => {
  const stage = createStage(MASK_NODES, { pictures: { a: parsePicture('00') } })
  const [, inputs] = masks.find(([name]) => name === type) as PictureCase
  expect(stage.category(await stage.run(type, { ...inputs, image: { image_name: 'a' } }))).toBe('mask')
})

const boxed = (name: string, more: JsonObject, x_min: number, y_min: number, x_max: number, y_max: number) =>
  [
    'get_image_mask_bounding_box',
    { mask: { image_name: name }, ...more },
    { bounding_box: { x_min, y_min, x_max, y_max } },
  ] as const

const CASES: readonly Case[] = [
  boxed('spot', {}, 1, 1, 3, 2),
  boxed('spot', { margin: 1 }, 0, 0, 4, 3),
  boxed('spot', { margin: 99 }, 0, 0, 4, 3),
  boxed('spot', { margin: -5 }, 4, 3, 4, 3),
  boxed('spot', { mask_color: { r: 254, g: 254, b: 254, a: 255 } }, 3, 2, 4, 3),
  boxed('spot', { mask_color: { r: 255, g: 255, b: 255, a: 254 } }, 0, 0, 0, 0),
]

const PROPS = { pictures: { spot: parsePicture('00 00 00 00 / 00 ff ff 00 / 00 00 00 fe') } }

test.each(titled(CASES))('%s', async (_, one) => {
  expect(
    await play(
      MASK_NODES.filter(({ type }) => type === 'get_image_mask_bounding_box'),
      one,
      PROPS,
    ),
  ).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(
    listUntested(
      MASK_NODES.filter(({ type }) => type === 'get_image_mask_bounding_box'),
      CASES,
    ),
  ).toEqual([])
})
