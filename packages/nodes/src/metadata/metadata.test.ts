import type { JsonObject, JsonValue } from '@bottega/graph'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { type Case, fails, listUntested, play, refused, titled } from '../image/testing/cases.ts'
import { createStage } from '../image/testing/stage.ts'
import { METADATA_NODES } from './index.ts'

const app_version = manifest.version
const CUSTOM = '* CUSTOM LABEL *'

const model = { key: 'k1', hash: 'blake3:1', name: 'Emoji', base: 'sd-1', type: 'main' }
const other = { key: 'k2', hash: 'blake3:2', name: 'Other', base: 'sd-2', type: 'main' }
const vae = { key: 'k3', hash: 'blake3:3', name: 'Soft', base: 'sd-1', type: 'vae' }
const gone = { key: 'gone', hash: '', name: '', base: '', type: 'main' }

const KEPT: JsonObject = {
  positive_prompt: 'a fox',
  seed: 7,
  width: '512',
  nothing: null,
  list: ['a', 1],
  cfg_scale: 7.5,
  seamless_x: 0,
}

/** The node of a kind reads a key, and gives something else for want of it. */
function reads(kind: string, label: string, value: JsonValue, otherwise: JsonValue, result: JsonValue): Case {
  const isUsual = !['', 'list', 'nothing', 'constructor', 'missing'].includes(label)
  const inputs = {
    metadata: { ...KEPT, [label]: value },
    ...(isUsual ? { label } : { label: CUSTOM, custom_label: label }),
    default_value: otherwise,
  }
  return [`metadata_to_${kind}`, inputs, { [kind.endsWith('collection') ? 'collection' : 'value']: result }]
}

const partsOf = (chosen: JsonObject) => {
  const part = (submodel_type: string) => ({ ...chosen, submodel_type })
  return {
    model: chosen,
    name: `${String(chosen.base)}: ${String(chosen.name)}`,
    unet: { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] },
    vae: { vae: part('vae'), seamless_axes: [] },
    clip: { tokenizer: part('tokenizer'), text_encoder: part('text_encoder'), skipped_layers: 0, loras: [] },
  }
}

const vaeOf = (chosen: JsonObject) => ({ vae: { vae: { ...chosen, submodel_type: 'vae' }, seamless_axes: [] } })
const defaultVae = { vae: { ...other, submodel_type: 'vae' }, seamless_axes: [] }

const CASES: readonly Case[] = [
  ['core_metadata', {}, { metadata: { app_version } }],
  [
    'core_metadata',
    {
      generation_mode: 'txt2img',
      seed: 0,
      positive_prompt: '',
      width: null,
      seamless_x: false,
      model,
      hidiffusion: true,
      ref_images: [{ a: 1 }],
      gone: null,
    },
    {
      metadata: {
        generation_mode: 'txt2img',
        seed: 0,
        positive_prompt: '',
        seamless_x: false,
        model,
        hidiffusion: true,
        ref_images: [{ a: 1 }],
        app_version,
      },
    },
  ],
  [
    'core_metadata',
    { loras: [{ model, weight: 0.5 }], app_version: '9.9' },
    { metadata: { loras: [{ model, weight: 0.5 }], app_version } },
  ],
  ['core_metadata', { generation_mode: 'sculpture' }, { enqueue: 'must be one of', run: 'invalid incoming input' }],

  ['metadata_item', { label: 'a', value: [1] }, { item: { label: 'a', value: [1] } }],
  ['metadata', { items: { label: 'a', value: 1 } }, { metadata: { a: 1, app_version } }],
  [
    'metadata',
    {
      items: [
        { label: 'a', value: 1 },
        { label: 'a', value: 'b' },
      ],
    },
    { metadata: { a: 'b', app_version } },
  ],
  ['metadata', { items: [] }, { metadata: { app_version } }],
  [
    'metadata_item_linked',
    { metadata: { seed: 1, a: 2 }, label: 'seed', value: 3 },
    { metadata: { seed: 3, a: 2, app_version } },
  ],
  ['metadata_item_linked', { custom_label: 'my key', value: { b: 1 } }, { metadata: { 'my key': { b: 1 }, app_version } }],
  ['metadata_item_linked', { label: 'vae', value: { vae, seamless_axes: [] } }, { metadata: { vae, app_version } }],
  ['metadata_item_linked', { custom_label: ' ', value: 1 }, refused('Write the key into custom_label')],
  ['metadata_item_linked', { value: 1 }, refused('Write the key into custom_label')],
  ['merge_metadata', { collection: [{ a: 1, b: 1 }, {}, { b: 2 }] }, { metadata: { a: 1, b: 2 } }],

  ['metadata_from_image', { image: { image_name: 'kept' } }, { metadata: KEPT }],
  ['metadata_from_image', { image: { image_name: 'bare' } }, { metadata: {} }],
  ['metadata_field_extractor', { image: { image_name: 'kept' }, key: 'positive_prompt' }, { value: 'a fox' }],
  ['metadata_field_extractor', { image: { image_name: 'kept' }, key: 'seed' }, fails('is no text')],
  ['metadata_field_extractor', { image: { image_name: 'kept' }, key: 'constructor' }, fails('has no key constructor')],
  ['metadata_field_extractor', { image: { image_name: 'bare' }, key: 'seed' }, fails('No metadata')],

  reads('string', 'positive_prompt', 'a fox', 'x', 'a fox'),
  reads('string', 'missing', null, 'x', 'x'),
  reads('string', 'list', ['a', 1], 'x', '["a",1]'),
  reads('string', 'list', 1.5, 'x', '1.5'),
  ['metadata_to_string', { label: 'negative_prompt', default_value: 'none' }, { value: 'none' }],
  ['metadata_to_string', { metadata: {}, label: CUSTOM, custom_label: 'constructor', default_value: 'none' }, { value: 'none' }],
  ['metadata_to_string', { default_value: 'none' }, refused('Write the key into custom_label')],
  reads('string_collection', 'list', ['a', 1], [], ['a', '1']),
  reads('string_collection', 'list', 'a', [], ['a']),
  reads('string_collection', 'missing', null, ['x'], ['x']),
  reads('integer', 'seed', 7, 1, 7),
  reads('integer', 'width', '512', 1, 512),
  reads('integer', 'width', -0.9, 1, 0),
  reads('integer', 'width', 99.9, 1, 99),
  reads('integer', 'missing', null, 1, 1),
  ['metadata_to_integer', { metadata: { seed: 'x' }, label: 'seed', default_value: 1 }, fails('has x where a number is wanted')],
  ['metadata_to_integer', { metadata: { seed: {} }, label: 'seed', default_value: 1 }, fails('where a number is wanted')],
  ['metadata_to_integer', { metadata: { seed: 1e300 }, label: 'seed', default_value: 1 }, fails('smaller number')],
  reads('integer_collection', 'list', [1.5, '2'], [], [1, 2]),
  reads('integer_collection', 'missing', null, [3], [3]),
  reads('float', 'cfg_scale', 7.5, 1, 7.5),
  reads('float', 'cfg_scale', '7.25', 1, 7.25),
  ['metadata_to_float', { metadata: { guidance: '' }, label: 'guidance', default_value: 1 }, fails('where a number is wanted')],
  reads('float_collection', 'list', [1, 2.5], [], [1, 2.5]),
  reads('float_collection', 'list', 3, [], [3]),
  reads('bool', 'seamless_x', true, false, true),
  reads('bool', 'seamless_x', 0, true, false),
  reads('bool', 'list', [], true, false),
  reads('bool', 'list', { a: 1 }, false, true),
  reads('bool', 'list', 'no', false, true),
  reads('bool', 'missing', null, true, true),
  reads('bool_collection', 'list', [true, 0], [], [true, false]),

  ['metadata_to_scheduler', {}, { scheduler: 'euler' }],
  ['metadata_to_scheduler', { metadata: { scheduler: 'dpmpp_2m_k' } }, { scheduler: 'dpmpp_2m_k' }],
  ['metadata_to_scheduler', { metadata: { mine: 'ddim' }, label: CUSTOM, custom_label: 'mine' }, { scheduler: 'ddim' }],
  ['metadata_to_scheduler', { metadata: { scheduler: 'fast' } }, fails('the scheduler fast')],
  ['metadata_to_model', { metadata: { model }, default_value: other }, partsOf(model)],
  ['metadata_to_model', { metadata: { model: { key: 'k1' } }, default_value: other }, partsOf(model)],
  ['metadata_to_model', { metadata: { model: gone }, default_value: other }, partsOf(other)],
  ['metadata_to_model', { metadata: { model: vae }, default_value: other }, partsOf(other)],
  ['metadata_to_model', { metadata: { model: 'k1' }, default_value: other }, partsOf(other)],
  ['metadata_to_model', { default_value: gone }, fails('no model gone')],
  ['metadata_to_vae', { metadata: { vae }, default_value: defaultVae }, vaeOf(vae)],
  ['metadata_to_vae', { metadata: { vae: gone }, default_value: defaultVae }, vaeOf(other)],
]

const PROPS = { metadata: { kept: KEPT }, models: [model, other, vae] }

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(METADATA_NODES, one, PROPS)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(METADATA_NODES, CASES)).toEqual([])
})

test('the keys of core metadata come in order: the declared ones, then the others, the version last', async () => {
  const { metadata } = await createStage(METADATA_NODES).run('core_metadata', { zebra: 1, seed: 2, alpha: 3, width: 4 })
  expect(Object.keys(metadata as JsonObject)).toEqual(['width', 'seed', 'zebra', 'alpha', 'app_version'])
})
