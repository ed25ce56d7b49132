import { expect, test } from 'vitest'
import {
  anyField,
  asList,
  boardField,
  booleanField,
  boundingBoxField,
  clipField,
  collectionField,
  colorField,
  conditioningField,
  controlField,
  controlMetadataField,
  denoiseMaskField,
  enumField,
  type Field,
  floatField,
  imageField,
  integerField,
  ipAdapterField,
  ipAdapterMetadataField,
  latentsField,
  listOf,
  loraField,
  loraMetadataField,
  metadataField,
  metadataItemField,
  modelIdentifierField,
  oneOrMany,
  optional,
  schedulerField,
  seedField,
  stringField,
  stylePresetField,
  t2iAdapterField,
  t2iAdapterMetadataField,
  tensorField,
  tileField,
  tileWithImageField,
  unetField,
  ValueError,
  vaeField,
} from './index.ts'

const model = { key: 'k', hash: 'h', name: 'n', base: 'sd-1', type: 'main' }
const image = { image_name: 'i.png' }
const edges = { top: 0, bottom: 8, left: 0, right: 8 }
const tile = { coords: edges, overlap: edges }
const span = { begin_step_percent: 0, end_step_percent: 1 }
const resize = { resize_mode: 'just_resize' }

const accepted: [string, Field<unknown>, unknown, unknown?][] = [
  ['integer', integerField({ min: -3, max: 3 }), -3],
  ['integer from a truth value', integerField(), true, 1],
  ['largest seed', seedField(), 4_294_967_295],
  ['multiple', integerField({ exclusiveMin: 0, multipleOf: 8 }), 64],
  ['float', floatField({ min: 0, exclusiveMax: 1 }), 0.25],
  ['float that is whole', floatField(), 5],
  ['string', stringField(), 'a\u0000b\ud800'],
  ['string from a number', stringField(), 0.5, '0.5'],
  ['boolean', booleanField(), false],
  ['enum', enumField(['a', 'b']), 'b'],
  ['scheduler', schedulerField(), 'dpmpp_2m_sde_k'],
  ['anything', anyField(), { deep: [1, null] }],
  ['list', listOf(integerField()), [1, 2, 3]],
  ['list of what is converted', listOf(stringField()), ['a', 1], ['a', '1']],
  ['empty list', listOf(integerField()), []],
  ['list of anything', collectionField(), [1, 'a', null]],
  ['one of one or many', oneOrMany(floatField()), 0.5],
  ['many of one or many', oneOrMany(floatField()), [0.5, 1]],
  ['image', imageField(), { ...image, width: 5 }, image],
  ['board', boardField(), { board_id: 'b' }],
  ['tensor', tensorField(), { tensor_name: 't' }],
  ['latents', latentsField(), { latents_name: 'l', seed: null }, { latents_name: 'l' }],
  ['conditioning', conditioningField(), { conditioning_name: 'c', mask: { tensor_name: 't' } }],
  ['denoise mask', denoiseMaskField(), { mask_name: 'm' }, { mask_name: 'm', gradient: false }],
  ['model', modelIdentifierField(), { ...model, submodel_type: 'vae', path: '/x' }, { ...model, submodel_type: 'vae' }],
  ['LoRA', loraField(), { lora: model, weight: 0.75 }, { lora: model, weight: 0.75 }],
  [
    'U-Net',
    unetField(),
    { unet: model, scheduler: model, loras: [] },
    { unet: model, scheduler: model, loras: [], seamless_axes: [] },
  ],
  [
    'CLIP',
    clipField(),
    { tokenizer: model, text_encoder: model, skipped_layers: 0, loras: [] },
    { tokenizer: model, text_encoder: model, skipped_layers: 0, loras: [] },
  ],
  ['VAE', vaeField(), { vae: model, seamless_axes: ['x'] }, { vae: model, seamless_axes: ['x'] }],
  ['color', colorField(), { r: 0, g: 127, b: 255, a: 255 }],
  ['bounding box', boundingBoxField(), { x_min: 0, x_max: 5, y_min: 1, y_max: 2 }, { x_min: 0, x_max: 5, y_min: 1, y_max: 2 }],
  ['tile', tileField(), tile],
  ['tile with image', tileWithImageField(), { tile, image }],
  ['style preset', stylePresetField(), { style_preset_id: 's' }],
  ['metadata', metadataField(), { seed: 1, anything: [{}] }],
  ['metadata item', metadataItemField(), { label: 'l', value: [1] }],
  [
    'ControlNet',
    controlField(),
    { image, control_model: model },
    { image, control_model: model, control_weight: 1, ...span, control_mode: 'balanced', ...resize },
  ],
  [
    'T2I adapter',
    t2iAdapterField(),
    { image, t2i_adapter_model: model, weight: [0, 1] },
    { image, t2i_adapter_model: model, weight: [0, 1], ...span, ...resize },
  ],
  [
    'IP-Adapter',
    ipAdapterField(),
    { image: [image], ip_adapter_model: model, image_encoder_model: model },
    {
      image: [image],
      ip_adapter_model: model,
      image_encoder_model: model,
      weight: 1,
      target_blocks: [],
      method: 'full',
      ...span,
    },
  ],
  [
    'ControlNet of metadata',
    controlMetadataField(),
    { image, control_model: model },
    {
      image,
      control_model: model,
      control_weight: 1,
      ...span,
      control_mode: 'balanced',
      ...resize,
    },
  ],
  [
    'T2I adapter of metadata',
    t2iAdapterMetadataField(),
    { image, t2i_adapter_model: model },
    { image, t2i_adapter_model: model, weight: 1, ...span, ...resize },
  ],
  [
    'IP-Adapter of metadata',
    ipAdapterMetadataField(),
    { image, ip_adapter_model: model, clip_vision_model: 'ViT-H', method: 'full', weight: 1, ...span },
    { image, ip_adapter_model: model, clip_vision_model: 'ViT-H', method: 'full', weight: 1, ...span },
  ],
  ['LoRA of metadata', loraMetadataField(), { model, weight: 1 }, { model: model, weight: 1 }],
]

test.each(accepted)('takes a value: %s', (_, field, value, parsed = value) => {
  expect(field.parse(value, '')).toEqual(parsed)
})

test.each<[string, Field<unknown>, unknown, string, string]>([
  ['text for a number', integerField(), '5', '', 'whole number'],
  ['a fraction for an integer', integerField(), 5.5, '', 'whole number'],
  ['what JSON does not carry exactly', integerField(), 2 ** 53, '', 'whole number'],
  ['too small', integerField({ min: 1 }), 0, '', '1 or more'],
  ['too large', seedField(), 4_294_967_296, '', '4294967295 or less'],
  ['a negative seed', seedField(), -1, '', '0 or more'],
  ['the open end below', integerField({ exclusiveMin: 0 }), 0, '', 'more than 0'],
  ['the open end above', floatField({ exclusiveMax: 1 }), 1, '', 'less than 1'],
  ['no multiple', integerField({ multipleOf: 8 }), 12, '', 'multiple of 8'],
  ['a truth value for a float', floatField(), true, '', 'number'],
  ['an endless number', floatField(), Number.POSITIVE_INFINITY, '', 'number'],
  ['a truth value for text', stringField(), true, '', 'text'],
  ['a number for a truth value', booleanField(), 1, '', 'true or false'],
  ['what is no member', enumField(['a', 'b']), 'c', '', 'a, b'],
  ['an inherited name as a member', enumField(['a']), 'toString', '', 'one of'],
  ['one value for a list', listOf(integerField()), 1, '', 'list of integer'],
  ['a list with one wrong item', listOf(integerField()), [1, 'a'], '[1]', 'whole number'],
  ['too short a list', listOf(integerField(), { minItems: 1 }), [], '', '1 items'],
  ['a list for one value', imageField(), [image], '', 'ImageField'],
  ['an object without a key', imageField(), {}, '.image_name', 'missing'],
  ['an object with a wrong key', imageField(), { image_name: {} }, '.image_name', 'text'],
  [
    'a wrong value deep inside',
    listOf(tileField()),
    [tile, { ...tile, overlap: { ...edges, left: 'x' } }],
    '[1].overlap.left',
    'whole',
  ],
  ['a list for metadata', metadataField(), [], '', 'object'],
])('refuses a value: %s', (_, field, value, path, message) => {
  const attempt = () => field.parse(value, '')
  expect(attempt).toThrow(ValueError)
  expect(attempt).toThrow(expect.objectContaining({ path, message: expect.stringContaining(message) }))
})

test('a list that says nothing of its items is taken as it is, however long', () => {
  const list = [1, 2, 3]
  expect(collectionField().parse(list, '')).toBe(list)
})

test('the filter for models and the editor of texts stand in the hints', () => {
  expect(modelIdentifierField({ types: ['main'], bases: ['sd-1', 'sd-2'] }).uiHints).toEqual({
    ui_model_type: ['main'],
    ui_model_base: ['sd-1', 'sd-2'],
  })
  expect(stringField({ component: 'textarea', uiOrder: 3 }).uiHints).toEqual({ ui_component: 'textarea', ui_order: 3 })
})

test('a field that becomes optional keeps what it said', () => {
  const field = optional(oneOrMany(loraField({ types: ['lora'], title: 'LoRAs' }), { default: [] }))
  expect(field).toMatchObject({ isOptional: true, default: [], title: 'LoRAs', uiHints: { ui_model_type: ['lora'] } })
})

test.each([
  [null, []],
  [1, [1]],
  [
    [1, 2],
    [1, 2],
  ],
])('reads %j as a list', (value, list) => {
  expect(asList(value)).toEqual(list)
})
