import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RESAMPLINGS } from '../pixels/resize.ts'
import { cielabFromSrgb } from './color/cielab.ts'
import { IMAGE_NODES } from './index.ts'
import { type PictureCase, playPictures, runOnPictures, titledPictures } from './testing/picture-cases.ts'
import { parsePicture } from './testing/pixels.ts'
import { createStage } from './testing/stage.ts'

const SHADES = 'cf 15 2d 3c 2e cd / de 95 0a 18 55 6e / 9f 7a 43 28 b1 bc / 08 1d 73 64 e3 84'
const COLORS = '6b6eaa 962cbc c1f4c9 / 4851a6 a6b2de 4af000 / 13f9f1 4c2350 0be4a9'
const QUAD = '102030ff 405060ff / 708090ff a0b0c0ff'
const HALF = 'ff000080 00ff0080'

const offset = (channel: string, amount: number, from: string, to: string): PictureCase => [
  'img_channel_offset',
  { channel, offset: amount },
  { image: from },
  to,
]
const multiplied = (channel: string, scale: number, from: string, to: string, invert_channel = false): PictureCase => [
  'img_channel_multiply',
  { channel, scale, invert_channel },
  { image: from },
  to,
]
const grown = (mode: string, radius_w: number, radius_h: number, to: string): PictureCase => [
  'invokeai_img_dilate_erode',
  { mode, radius_w, radius_h },
  { image: SHADES },
  to,
]
const enhanced = (inputs: Record<string, number | boolean>, to: string, from = COLORS): PictureCase => [
  'invokeai_img_enhance',
  inputs,
  { image: from },
  to,
]
const thresholded = (inputs: Record<string, number | boolean>, from: string, to: string): PictureCase => [
  'invokeai_img_val_thresholds',
  inputs,
  { image: from },
  to,
]
const composed = (
  inputs: Record<string, number | boolean | string>,
  subject: string,
  background: string,
  to: PictureCase[3],
): PictureCase => ['invokeai_img_composite', inputs, { image_subject: subject, image_background: background }, to]

const CASES: readonly PictureCase[] = [
  ['blank_image', { width: 2, height: 1, color: { r: 1, g: 2, b: 3, a: 4 } }, {}, '010203 010203'],
  ['blank_image', { width: 1, height: 2, mode: 'RGBA', color: { r: 1, g: 2, b: 3, a: 4 } }, {}, '01020304 / 01020304'],

  ['img_crop', { x: 1, y: 0, width: 1, height: 2 }, { image: QUAD }, '405060ff / a0b0c0ff'],
  [
    'img_crop',
    { x: -1, y: 1, width: 3, height: 2 },
    { image: '102030 405060 / 708090 a0b0c0' },
    '00000000 708090ff a0b0c0ff / 00000000 00000000 00000000',
  ],
  ['img_crop', { x: 9, y: 9, width: 1, height: 1 }, { image: QUAD }, '00000000'],
  ['img_pad_crop', { left: 1, bottom: -1 }, { image: QUAD }, '00000000 102030ff 405060ff'],
  ['img_pad_crop', { left: -1, right: -1 }, { image: QUAD }, { refused: 'has none' }],

  ['img_paste', { x: 1, y: 1 }, { base_image: 'ff0000', image: '0000ff' }, 'ff0000ff 00000000 / 00000000 0000ffff'],
  ['img_paste', { x: -1 }, { base_image: 'ff0000 ff0000', image: '0000ff 00ff00' }, '0000ffff 00ff00ff ff0000ff'],
  ['img_paste', { x: -1, crop: true }, { base_image: 'ff0000 ff0000', image: '0000ff 00ff00' }, '00ff00ff ff0000ff'],
  ['img_paste', {}, { base_image: 'ffffff', image: '00000080' }, '7f7f7fff'],
  [
    'img_paste',
    {},
    { base_image: 'ffffff ffffff ffffff', image: '000000 000000 000000', mask: '00 80 ff' },
    '000000ff 808080ff ffffffff',
  ],
  ['img_paste', {}, { base_image: '00000000', image: '402000', mask: '7f' }, '40200080'],
  ['img_paste', {}, { base_image: 'ffffff', image: '000000', mask: '00 00' }, { refused: 'the mask 2 x 1' }],

  ['img_chan', {}, { image: '10203040 50607080' }, '40 80'],
  ['img_chan', { channel: 'G' }, { image: '10203040 50607080' }, '20 60'],
  ['img_chan', {}, { image: '102030' }, 'ff'],
  ['img_chan', { channel: 'B' }, { image: '33' }, '33'],

  ['img_conv', {}, { image: 'ff0000 00ff00 0000ff ffffff' }, '4c 96 1d ff'],
  ['img_conv', { mode: 'F' }, { image: '33' }, '33'],
  ['img_conv', { mode: 'RGB' }, { image: '10203040' }, '102030'],
  ['img_conv', { mode: 'RGBA' }, { image: '33' }, '333333ff'],
  ['img_conv', { mode: 'CMYK' }, { image: '10203040' }, '102030'],
  ['img_conv', { mode: 'HSV' }, { image: 'ff0000 808080' }, 'ff0000 808080'],

  ['img_mul', {}, { image1: 'ffffff 804020', image2: '102030 808080' }, '102030 402010'],
  ['img_mul', {}, { image1: '80', image2: '10203040' }, '08101840'],
  ['img_mul', {}, { image1: 'ff ff / ff ff', image2: '10 20 30' }, '10 20'],
  ['img_lerp', {}, { image: '00 01 7f fe ff' }, '00 01 7f fe ff'],
  ['img_lerp', { min: 100, max: 200 }, { image: '00 80 ff' }, '64 96 c8'],
  ['img_lerp', { min: 255, max: 0 }, { image: '000000ff' }, 'ffffff00'],
  ['img_ilerp', { min: 100, max: 200 }, { image: '63 64 96 c8 c9' }, '00 00 80 ff ff'],
  ['img_ilerp', { min: 100, max: 100 }, { image: '63 64 65' }, '00 00 ff'],
  ['img_ilerp', { min: 200, max: 100 }, { image: '63 ff' }, '00 00'],

  ['img_hue_adjust', { hue: 120 }, { image: 'ff0000 00ff00 0000ff 808080' }, '00ff00ff 0000ffff ff0000ff 808080ff'],
  ['img_hue_adjust', { hue: -120 }, { image: 'ff000080' }, '0000ff80'],
  ['img_hue_adjust', { hue: 720 }, { image: '123456 fedcba' }, '123456ff fedcbaff'],
  ['img_hue_adjust', { hue: 180 }, { image: '402010' }, '103040ff'],
  ['img_hue_adjust_oklch', { hue: 360 }, { image: '12345678 fedcba99' }, '12345678 fedcba99'],
  ['img_hue_adjust_oklch', { hue: 90 }, { image: '80' }, '80'],

  offset('Red (RGBA)', 20, '10203040 f0203040', '24203040 ff203040'),
  offset('Alpha (RGBA)', -32, '10203040 10203010', '10203020 10203000'),
  offset('Cyan (CMYK)', 16, 'ffffff', 'efffffff'),
  offset('Black (CMYK)', 255, 'ff8040', '000000ff'),
  offset('Black (CMYK)', 51, 'ff8040', 'cc6633ff'),
  offset('Hue (HSV)', 85, 'ff000080 00ff00ff', '00ff0080 0000ffff'),
  offset('Hue (HSV)', -85, 'ff000080', '0000ff80'),
  offset('Saturation (HSV)', -255, 'ff8000', 'ffffffff'),
  offset('Value (HSV)', -128, 'ff8000', '7f4000ff'),
  offset('Luminosity (LAB)', 255, '404040', 'ffffffff'),
  offset('Luminosity (LAB)', 0, '123456 ff0000', '123456ff ff0000ff'),
  offset('Y (YCbCr)', 16, '404040', '505050ff'),
  offset('Cr (YCbCr)', 0, '123456', '123456ff'),
  multiplied('Green (RGBA)', 0.5, '10203040', '10103040'),
  multiplied('Red (RGBA)', 1, '10203040', 'ef203040', true),
  multiplied('Red (RGBA)', 99, '10203040', 'ff203040'),
  multiplied('Saturation (HSV)', 0, 'ff8000', 'ffffffff'),
  multiplied('Value (HSV)', 1, '000000', 'ffffffff', true),
  multiplied('A (LAB)', 0, '808080', '808080ff'),
  multiplied('A (LAB)', 5, '808080', '808080ff'),
  multiplied('B (LAB)', 1, '808080', '808080ff', true),
  multiplied('Black (CMYK)', 2, 'ff8040', 'ff8040ff'),

  ['img_blur', { radius: 0 }, { image: '102030' }, '102030ff'],
  ['img_blur', { radius: 1, blur_type: 'box' }, { image: '00 5a 00' }, '1e1e1eff 1e1e1eff 1e1e1eff'],
  ['img_blur', { radius: 0.5, blur_type: 'box' }, { image: '00 80 00' }, '202020ff 404040ff 202020ff'],
  ['img_blur', { radius: 1, blur_type: 'box' }, { image: 'ff000000 00ff00ff 0000ff00' }, '00ff0055 00ff0055 00ff0055'],

  ['img_resize', { width: 1, height: 1, resample_mode: 'box' }, { image: '00 40 / 80 c0' }, '60'],
  ['img_resize', { width: 4, height: 1, resample_mode: 'nearest' }, { image: '112233 445566' }, '112233 112233 445566 445566'],
  ['img_resize', { width: 4, height: 1, resample_mode: 'bilinear' }, { image: '00 80' }, '00 20 60 80'],
  ['img_scale', { scale_factor: 0.5, resample_mode: 'nearest' }, { image: '11 22 33 / 44 55 66' }, '55'],
  ['img_scale', { scale_factor: 1.5, resample_mode: 'nearest' }, { image: '11 22 / 33 44' }, '11 22 22 / 33 44 44 / 33 44 44'],
  ['img_scale', { scale_factor: 0.1 }, { image: '11' }, { refused: 'has none' }],

  ['unsharp_mask', {}, { image: '12345678 12345678' }, '12345678 12345678'],
  ['unsharp_mask', { strength: 0 }, { image: SHADES }, SHADES],
  ['unsharp_mask_oklab', { strength: 0 }, { image: COLORS }, COLORS],
  ['unsharp_mask_oklab', { strength: 300 }, { image: '12345678 12345678' }, '12345678 12345678'],

  ['color_correct', {}, { base_image: '1a4080ff 2b50a080', color_reference: '1a4080ff 2b50a0ff' }, '1a4080ff 2b50a080'],
  ['color_correct', {}, { base_image: '000000 808080', color_reference: '204060 c0d0e0' }, '204060ff c0d0e0ff'],
  ['color_correct', {}, { base_image: '000000 808080', color_reference: '204060 c0d0e0', mask: 'ff 00' }, '000000ff c0d0e0ff'],
  [
    'color_correct',
    { colorspace: 'YCbCr-Luma' },
    { base_image: '404040 808080', color_reference: '202020 f0f0f0' },
    '202020ff f0f0f0ff',
  ],
  [
    'color_correct',
    { colorspace: 'YCbCr-Chroma' },
    { base_image: '404040 808080', color_reference: '202020 f0f0f0' },
    '404040ff 808080ff',
  ],
  ['color_correct', {}, { base_image: '000000 808080', color_reference: '204060', mask: 'ff' }, { refused: 'the mask 1 x 1' }],

  [
    'crop_image_to_bounding_box',
    { bounding_box: { x_min: 1, y_min: 0, x_max: 2, y_max: 2 } },
    { image: QUAD },
    '405060ff / a0b0c0ff',
  ],
  [
    'crop_image_to_bounding_box',
    { bounding_box: { x_min: -1, y_min: 0, x_max: 1, y_max: 1 } },
    { image: '112233' },
    '000000 112233',
  ],
  [
    'crop_image_to_bounding_box',
    {},
    { image: '00000000 11223344 / 00000000 55667788 / ff00ff00 00000000' },
    '11223344 / 55667788',
  ],
  ['crop_image_to_bounding_box', {}, { image: '00000000 00000000' }, '00000000 00000000'],
  ['crop_image_to_bounding_box', {}, { image: '000000 112233' }, '000000 112233'],
  [
    'crop_image_to_bounding_box',
    { bounding_box: { x_min: 1, y_min: 0, x_max: 1, y_max: 2 } },
    { image: QUAD },
    { refused: 'has none' },
  ],
  [
    'paste_image_into_bounding_box',
    { bounding_box: { x_min: 1, y_min: 0, x_max: 3, y_max: 1 } },
    { source_image: 'ff0000ff 00ff0080', target_image: '000000 000000 000000 / 111111 222222 333333' },
    '000000ff ff0000ff 008000ff / 111111ff 222222ff 333333ff',
  ],
  [
    'paste_image_into_bounding_box',
    { bounding_box: { x_min: -1, y_min: 0, x_max: 1, y_max: 1 } },
    { source_image: 'ff0000 00ff00', target_image: '000000 111111' },
    '00ff00ff 111111ff',
  ],
  [
    'paste_image_into_bounding_box',
    { bounding_box: { x_min: 0, y_min: 0, x_max: 2, y_max: 1 } },
    { source_image: 'ff0000', target_image: '000000' },
    { refused: 'the rectangle 2 x 1' },
  ],
  ['save_image', {}, { image: HALF }, HALF],
  ['show_image', {}, { image: HALF }, HALF],

  ['invokeai_ealightness', {}, { image: '000000 ffffff 808080' }, '00 ff 89'],
  ['invokeai_ealightness', {}, { image: '33' }, '36'],

  // OpenCV 5.0: getStructuringElement(MORPH_ELLIPSE), dilate, erode
  grown('Dilate', 1, 1, 'de cf 3c 3c cd cd / de de 95 55 b1 cd / de 9f 7a b1 e3 bc / 9f 7a 73 e3 e3 e3'),
  grown('Erode', 1, 1, '15 15 0a 18 2e 2e / 95 0a 0a 0a 18 55 / 08 1d 0a 18 28 6e / 08 08 1d 28 64 84'),
  grown('Dilate', 2, 1, 'de cf cf cd cd cd / de de de 95 b1 cd / de 9f b1 bc e3 bc / 9f 7a e3 e3 e3 e3'),
  grown('Erode', 2, 1, '15 15 0a 15 2d 2e / 0a 0a 0a 0a 0a 18 / 08 1d 0a 18 28 28 / 08 08 08 1d 64 64'),
  grown('Dilate', 0, 2, 'de 95 43 3c b1 cd / de 95 73 64 e3 cd / de 95 73 64 e3 cd / de 95 73 64 e3 bc'),
  grown('Dilate', 0, 0, SHADES),
  grown('Erode', 99, 99, SHADES.replaceAll(/[0-9a-f]{2}/g, '08')),
  [
    'invokeai_img_dilate_erode',
    { radius_w: 1, radius_h: 0 },
    { image: '00000000 10203040 00000000' },
    '10203040 10203040 10203040',
  ],
  [
    'invokeai_img_dilate_erode',
    { radius_w: 1, radius_h: 0, lightness_only: true },
    { image: '404040ff 80808000' },
    '808080ff 80808000',
  ],
  ['invokeai_img_dilate_erode', { radius_w: 0, radius_h: 0, lightness_only: true }, { image: COLORS }, COLORS],

  enhanced({}, COLORS),
  enhanced({ invert: true }, 'efdfcf', '10203040'),
  enhanced({ invert: true }, 'ef', '10'),
  // Pillow 13: ImageEnhance, but for a factor between 0 and 1, whose fractions are cut off there
  enhanced({ color: 0 }, '747474 5c5c5c e0e0e0 / 585858 b3b3b3 a3a3a3 / b3b3b3 343434 9c9c9c'),
  enhanced({ color: 2 }, '6268e0 d000ff a2ffb2 / 384af4 99b1ff 00ff00 / 00ffff 64126c 00ffb6'),
  enhanced({ contrast: 0 }, COLORS.replaceAll(/[0-9a-f]{6}/g, '8b8b8b')),
  enhanced({ contrast: 2 }, '4b51c9 a100ed f7ffff / 0517c1 c1d9ff 09ff00 / 00ffff 0d0015 00ffc7'),
  enhanced({ brightness: 0 }, COLORS.replaceAll(/[0-9a-f]{6}/g, '000000')),
  enhanced({ brightness: 2 }, 'd6dcff ff58ff ffffff / 90a2ff ffffff 94ff00 / 26ffff 9846a0 16ffff'),
  enhanced({ sharpness: 0 }, COLORS.replace('a6b2de', '76a3b3')),
  enhanced({ sharpness: 2 }, COLORS.replace('a6b2de', 'd6c1ff')),
  enhanced({ brightness: 0, color: 3 }, '00000040', '10203040'),

  thresholded({}, '7f807f40 00ff8000', '00ff0040 00ffff00'),
  thresholded({ invert_output: true }, '7f 80', 'ff 00'),
  thresholded({ threshold_lower: 0.2, threshold_upper: 0.8 }, '32 33 80 cb cc', '00 33 80 cb ff'),
  thresholded({ threshold_lower: 0.2, threshold_upper: 0.8, renormalize_values: true }, '32 33 80 cc', '00 00 80 ff'),
  thresholded(
    { threshold_lower: 0.2, threshold_upper: 0.8, renormalize_values: true, invert_output: true },
    '32 80 cc',
    'ff 7f 00',
  ),
  thresholded({ lightness_only: true }, '20202040 e0e0e0ff', '00000040 ffffffff'),

  composed(
    {},
    '00ff00 00ff00 00ff00 / 00ff00 ff0000 00ff00 / 00ff00 00ff00 00ff00',
    '010101 020202 030303 / 040404 050505 060606 / 070707 080808 090909',
    '010101ff 020202ff 030303ff / 040404ff ff0000ff 060606ff / 070707ff 080808ff 090909ff',
  ),
  composed(
    {},
    '00ff00 ff0000 00ff00 / ff0000 00ff00 ff0000 / 00ff00 ff0000 00ff00',
    '010101 020202 030303 / 040404 050505 060606 / 070707 080808 090909',
    '010101ff ff0000ff 030303ff / ff0000ff 00ff00ff ff0000ff / 070707ff ff0000ff 090909ff',
  ),
  composed({ chroma_key: 'lime' }, 'ff0000 00ff00 08f000', '010101 020202 030303', 'ff0000ff 020202ff 030303ff'),
  composed({ chroma_key: 'lime', threshold: 10 }, 'ff0000 00ff00 08f000', '010101 020202 030303', 'ff0000ff 020202ff 08f000ff'),
  composed({ chroma_key: ' (0, 255) ' }, 'ff0000 00ff00', '010101 020202', 'ff0000ff 020202ff'),
  composed({ chroma_key: 'hsl(120, 100%, 50%)' }, 'ff0000 00ff00', '010101 020202', 'ff0000ff 020202ff'),
  composed({ chroma_key: 'no colour' }, 'ff0000', '010101', { refused: 'no colour is no colour' }),
  composed({ chroma_key: '#000', threshold: 0 }, 'ff0000 00ff00', '010101 010101', 'ff0000ff 00ff00ff'),
  composed(
    { chroma_key: '#000', threshold: 0, x_offset: 1 },
    'ff0000 00ff00 0000ff',
    '010101 010101 010101',
    '0000ffff ff0000ff 00ff00ff',
  ),
  composed(
    { chroma_key: '#000', threshold: 0, y_offset: 1 },
    'ff0000 / 00ff00 / 0000ff',
    '010101 / 010101 / 010101',
    '00ff00ff / 0000ffff / ff0000ff',
  ),
  composed({ chroma_key: '#000', threshold: 0 }, 'ff0000', '010101 020202 030303', '010101ff ff0000ff 030303ff'),
  composed(
    { chroma_key: '#000', threshold: 0, fill_x: true, fill_y: false },
    'ff0000',
    '010101 / 020202 / 030303',
    '010101ff / ff0000ff / 030303ff',
  ),
  composed({ chroma_key: '#000', threshold: 0 }, 'ff0000 ff0000 ff0000', '010101', 'ff0000ff'),
  composed({ chroma_key: '#000', threshold: 0, fill_x: true }, 'ff0000', '010101 020202 030303', 'ff0000ff ff0000ff ff0000ff'),
  composed({ chroma_key: '#000', threshold: 0, fill_y: false }, 'ff0000', '010101 020202 030303', '010101ff ff0000ff 030303ff'),

  // OpenCV 5.0: Canny
  [
    'canny_edge_detection',
    { low_threshold: 80, high_threshold: 180 },
    {
      image:
        '4a7b84 516d90 69578b 846886 73a189 61c39b / 73927b 7b7f7e 8b687c 927f82 76a481 64b585 / a5b960 a8a060 a48363 979a6e 84a35f 7da052 / afb66e a8a767 909960 78ab67 81ab6c 91a16b / 98a380 939c79 7b9869 6aa869 84ae77 9fab82',
    },
    '00 00 00 ff 00 00 / ff ff ff ff 00 ff / 00 ff 00 00 00 00 / 00 00 00 00 00 ff / 00 ff ff 00 ff ff'.replaceAll(
      /[0-9a-f]{2}/g,
      '$&$&$&',
    ),
  ],
  ['canny_edge_detection', {}, { image: '808080 808080 / 808080 808080' }, '000000 000000 / 000000 000000'],
  ['color_map', { tile_size: 2 }, { image: '00 10 / 20 30' }, '181818 181818 / 181818 181818'],
  ['color_map', { tile_size: 1 }, { image: '102030 405060' }, '102030 405060'],
  ['color_map', { tile_size: 9 }, { image: '10203000 10203040' }, '102030 102030'],
  ['content_shuffle', {}, { image: '12345678 12345678' }, '123456 123456'],
  ['content_shuffle', { scale_factor: 0 }, { image: '12345678' }, { refused: '1 to 100000' }],
  ['content_shuffle', { scale_factor: 2 ** 31 }, { image: '12345678' }, { refused: '1 to 100000' }],
  ['invokeai_img_hue_adjust_plus', { degrees: 120 }, { image: 'ff000080 80808040' }, '00ff0080 80808040'],
  ['heuristic_resize', { width: 3, height: 1 }, { image: '11 22 33' }, '111111 222222 333333'],
  ['heuristic_resize', { width: 6, height: 1 }, { image: 'ff0000 00ff00 0000ff' }, 'ff0000 ff0000 00ff00 00ff00 0000ff 0000ff'],
]

test.each(titledPictures(CASES))('%s', async (_, one) => {
  expect(await playPictures(IMAGE_NODES, one)).toEqual(one[3])
})

test('an image that is shown is passed on and not saved anew', async () => {
  const image = { image_name: 'a' }
  const output = await createStage(IMAGE_NODES, { pictures: { a: parsePicture('112233') } }).run('show_image', { image })
  expect(output).toEqual({ type: 'image_output', image, width: 1, height: 1 })
})

const read = (text: string) => [...parsePicture(text).data]

test('a gaussian blur is that of Pillow, to one step', async () => {
  const text = await runOnPictures(IMAGE_NODES, 'img_blur', { radius: 1 }, { image: '00 00 00 00 ff 00 00 00 00' })
  // Pillow 13: ImageFilter.GaussianBlur(1)
  const expected = read('00 01 0e 3c 67 3c 0e 01 00')
  const reds = read(text).filter((_, at) => at % 4 === 0)
  expect(reds.every((red, at) => Math.abs(red - (expected[at] as number)) <= 1)).toBe(true)
})

test.each([1.5, 4, 9])('the edge of a gaussian blur of radius %d is that of a bell of this deviation', async (radius) => {
  const half = Math.ceil(radius * 5)
  const edge = `${'00 '.repeat(half)}${'ff '.repeat(half)}`.trim()
  const reds = read(await runOnPictures(IMAGE_NODES, 'img_blur', { radius }, { image: edge })).filter((_, at) => at % 4 === 0)
  const density = (x: number) => Math.exp(-(x * x) / (2 * radius * radius)) / (radius * Math.sqrt(2 * Math.PI))
  let share = 0
  for (const [at, red] of reds.entries()) {
    share += density(half - at - 0.5)
    // between two pixels the bell is taken for flat
    expect(Math.abs(red - (share - density(half - at - 0.5) / 2) * 255)).toBeLessThan(4)
  }
})

const color = fc.stringMatching(/^[0-9a-f]{6}$/)
const plain = (pixel: string) => Array(3).fill(Array(4).fill(pixel).join(' ')).join(' / ')

test('plain areas keep their exact colour, whatever is done to their shape or sharpness', async () => {
  const changes = fc.constantFrom(
    ...RESAMPLINGS.map((resample_mode) => ({ type: 'img_resize', inputs: { width: 5, height: 2, resample_mode } })),
    { type: 'img_scale', inputs: { scale_factor: 1.7 } },
    { type: 'img_blur', inputs: { radius: 1.3 } },
    { type: 'img_blur', inputs: { radius: 2.5, blur_type: 'box' } },
    { type: 'unsharp_mask', inputs: { strength: 90 } },
    { type: 'unsharp_mask_oklab', inputs: { strength: 90 } },
    { type: 'invokeai_img_dilate_erode', inputs: { lightness_only: true } },
    { type: 'content_shuffle', inputs: { scale_factor: 2 } },
  )
  await fc.assert(
    fc.asyncProperty(
      color,
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      changes,
      async (rgb, opacity, isClear, { type, inputs }) => {
        const pixel = isClear ? `${rgb}${opacity.toString(16).padStart(2, '0')}` : rgb
        const result = await runOnPictures(IMAGE_NODES, type, inputs, { image: plain(pixel) })
        const kept = type === 'content_shuffle' ? rgb : result.split(' ')[0]?.length === 8 && !isClear ? `${rgb}ff` : pixel
        expect(new Set(result.split(' ').filter((word) => word !== '/'))).toEqual(new Set([kept]))
      },
    ),
    { numRuns: 200 },
  )
})

test('what changes nothing leaves every byte as it is', async () => {
  const channels = ['Red (RGBA)', 'Cyan (CMYK)', 'Hue (HSV)', 'Value (HSV)', 'Luminosity (LAB)', 'B (LAB)', 'Cb (YCbCr)']
  const spaces = ['HSV / HSL / RGB', 'Okhsl', 'Okhsv', '*Oklch / Oklab', '*LCh / CIELab']
  const nothing = fc.constantFrom(
    ...channels.map((channel) => ({ type: 'img_channel_offset', inputs: { channel } })),
    ...channels.map((channel) => ({ type: 'img_channel_multiply', inputs: { channel } })),
    ...spaces.map((space) => ({
      type: 'invokeai_img_hue_adjust_plus',
      inputs: { space, preserve_lightness: space === 'Okhsl' },
    })),
    { type: 'img_hue_adjust', inputs: { hue: 0 } },
    { type: 'img_hue_adjust_oklch', inputs: { hue: 0 } },
    { type: 'invokeai_img_enhance', inputs: {} },
    { type: 'img_lerp', inputs: {} },
    { type: 'img_ilerp', inputs: {} },
  )
  const pixels = fc.array(color, { minLength: 1, maxLength: 4 }).map((row) => row.map((rgb) => `${rgb}c0`).join(' '))
  await fc.assert(
    fc.asyncProperty(pixels, nothing, async (image, { type, inputs }) => {
      expect(await runOnPictures(IMAGE_NODES, type, inputs, { image })).toBe(image)
    }),
    { numRuns: 300 },
  )
})

test('the lightness of CIELAB stays where that is asked for', async () => {
  const inputs = { space: '*LCh / CIELab', degrees: 30, preserve_lightness: true }
  const turned = read(await runOnPictures(IMAGE_NODES, 'invokeai_img_hue_adjust_plus', inputs, { image: '6080a0' }))
  const lightness = (bytes: readonly number[]) =>
    cielabFromSrgb([(bytes[0] ?? 0) / 255, (bytes[1] ?? 0) / 255, (bytes[2] ?? 0) / 255])[0]
  expect(lightness(turned)).toBeCloseTo(lightness(read('6080a0')), 0)
  expect(turned).not.toEqual(read('6080a0'))
})

test('a drawing of thin lines stays one when it grows', async () => {
  const line = Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => (x === y ? 'ff' : '00')).join(' ')).join(
    ' / ',
  )
  const result = await runOnPictures(IMAGE_NODES, 'heuristic_resize', { width: 20, height: 20 }, { image: line })
  const bytes = read(result).filter((_, at) => at % 3 === 0)
  expect(new Set(bytes)).toEqual(new Set([0, 255]))
  const counts = Array.from({ length: 20 }, (_, y) => bytes.slice(y * 20, y * 20 + 20).filter((byte) => byte === 255).length)
  expect(Math.max(...counts)).toBeLessThanOrEqual(2)
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(14)
})

test('stirring moves pixels, the same way every time', async () => {
  const image = Array.from({ length: 16 }, (_, y) =>
    Array.from(
      { length: 16 },
      (_, x) => `${(x * 16).toString(16).padStart(2, '0')}${(y * 16).toString(16).padStart(2, '0')}00`,
    ).join(' '),
  ).join(' / ')
  const stir = () => runOnPictures(IMAGE_NODES, 'content_shuffle', { scale_factor: 4 }, { image })
  const once = await stir()
  expect(await stir()).toBe(once)
  expect(new Set(once.split(' ')).size).toBeGreaterThan(100)
  expect(once).not.toBe(image)
})

test.each([
  ['blank_image', { width: 0 }, 'has none'],
  ['blank_image', { width: 20_000, height: 20_000 }, 'is too large'],
  ['img_resize', { image: { image_name: 'a' }, width: 100_001, height: 1000 }, 'is too large'],
  ['img_crop', { image: { image_name: 'a' }, width: 100_001, height: 1000 }, 'is too large'],
  ['heuristic_resize', { image: { image_name: 'a' }, width: 100_001, height: 1000 }, 'is too large'],
  ['content_shuffle', { image: { image_name: 'a' }, scale_factor: 0 }, '1 to 100000'],
  ['img_channel_offset', { image: { image_name: 'a' }, channel: 'Red (RGBA)', offset: 256 }, '255 or less'],
])('%s of %j is refused when it is enqueued', (type, inputs, words) => {
  expect(() => createStage(IMAGE_NODES).enqueue(type, inputs)).toThrow(words)
})

test.each([
  ['img_scale', { scale_factor: 1e6 }],
  ['img_pad_crop', { left: 1e6, top: 1e6 }],
  ['img_paste', { x: 1e6, y: 1e6 }],
])('%s of %j is refused when it runs, since the result would be too large', async (type, inputs) => {
  const pictures = type === 'img_paste' ? { base_image: '000000', image: '000000' } : { image: '000000' }
  await expect(runOnPictures(IMAGE_NODES, type, inputs, pictures)).rejects.toThrow('is too large')
})

test('every node has a case', () => {
  const tested = new Set([...CASES.map(([type]) => type), 'show_image'])
  expect(IMAGE_NODES.map(({ type }) => type).filter((type) => !tested.has(type))).toEqual([])
})
