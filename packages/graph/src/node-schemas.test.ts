import { expect, test } from 'vitest'
import { defineNode, defineOutput, type NodeDeclaration } from './define-node.ts'
import {
  anyField,
  enumField,
  floatField,
  imageField,
  integerField,
  latentsField,
  loraField,
  modelIdentifierField,
  oneOrMany,
  optional,
  SCHEDULER_NAMES,
  savedImageInputs,
  schedulerField,
  stringField,
} from './fields/index.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { describeNodes } from './node-schemas.ts'
import { testNodes } from './testing/nodes.ts'

const describe = (nodes: Iterable<NodeDeclaration>) => Object.fromEntries(describeNodes(nodes))

const imageOutput = defineOutput('image_output', { image: imageField(), width: integerField(), height: integerField() })

const paint = defineNode({
  type: 'paint_it',
  version: '1.2.3',
  title: 'Paint It',
  category: 'image',
  description: 'Paints.',
  tags: ['paint'],
  classification: 'beta',
  useCache: false,
  inputs: {
    ...savedImageInputs,
    latents: latentsField({ input: 'connection', description: 'What to paint' }),
    image: imageField({ uiOrder: 2 }),
    mask: optional(imageField()),
    steps: integerField({ default: 10, exclusiveMin: 0, multipleOf: 2 }),
    share: floatField({ default: 0, min: 0, exclusiveMax: 1 }),
    cfg_scale: oneOrMany(floatField(), { default: 7.5, title: 'CFG Scale' }),
    loras: optional(oneOrMany(loraField({ types: ['lora'], bases: ['sd-1'] }), { input: 'connection' })),
    model: modelIdentifierField({ input: 'direct', types: ['main'] }),
    prompt: stringField({ default: '', component: 'textarea' }),
    mode: enumField(['a', 'b'], { default: 'a', labels: { a: 'First' } }),
    scheduler: schedulerField(),
    value: optional(anyField()),
    hidden: integerField({ default: 0, uiHidden: true }),
  },
  output: imageOutput,
  run: () => ({ image: { image_name: '' }, width: 0, height: 0 }),
})

const schemas = describe([paint])
const properties = schemas.PaintItInvocation?.properties as Readonly<Record<string, JsonObject>>
const image = { $ref: '#/components/schemas/ImageField' }
const lora = { $ref: '#/components/schemas/LoRAField' }
const none = { type: 'null' }

test('tells an editor what a node is', () => {
  expect(schemas.PaintItInvocation).toMatchObject({
    class: 'invocation',
    title: 'Paint It',
    description: 'Paints.',
    category: 'image',
    tags: ['paint'],
    classification: 'beta',
    version: '1.2.3',
    node_pack: 'invokeai',
    type: 'object',
    required: ['model', 'type', 'id'],
    output: { $ref: '#/components/schemas/ImageOutput' },
  })
  expect(properties.type).toMatchObject({ const: 'paint_it', default: 'paint_it', field_kind: 'node_attribute' })
  expect(properties.use_cache).toMatchObject({ default: false, field_kind: 'node_attribute' })
  expect(properties.is_intermediate).toMatchObject({ ui_type: 'IsIntermediate', field_kind: 'node_attribute' })
})

test.each<[string, JsonObject]>([
  [
    'board',
    {
      anyOf: [{ $ref: '#/components/schemas/BoardField' }, none],
      default: null,
      field_kind: 'internal',
      input: 'direct',
      orig_required: false,
      ui_hidden: false,
    },
  ],
  [
    'metadata',
    {
      anyOf: [{ $ref: '#/components/schemas/MetadataField' }, none],
      default: null,
      field_kind: 'internal',
      input: 'connection',
      orig_required: false,
      ui_hidden: false,
    },
  ],
  [
    'latents',
    {
      anyOf: [{ $ref: '#/components/schemas/LatentsField' }, none],
      default: null,
      description: 'What to paint',
      field_kind: 'input',
      input: 'connection',
      orig_required: true,
    },
  ],
  ['image', { anyOf: [image, none], default: null, field_kind: 'input', input: 'any', orig_required: true, ui_order: 2 }],
  ['mask', { anyOf: [image, none], default: null, orig_default: null, field_kind: 'input', input: 'any', orig_required: false }],
  [
    'steps',
    {
      type: 'integer',
      exclusiveMinimum: 0,
      multipleOf: 2,
      default: 10,
      orig_default: 10,
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'share',
    {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      orig_default: 0,
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'cfg_scale',
    {
      anyOf: [{ type: 'number' }, { type: 'array', items: { type: 'number' } }],
      default: 7.5,
      orig_default: 7.5,
      field_kind: 'input',
      input: 'any',
      orig_required: false,
      title: 'CFG Scale',
    },
  ],
  [
    'loras',
    {
      anyOf: [lora, { type: 'array', items: lora }, none],
      default: null,
      orig_default: null,
      field_kind: 'input',
      input: 'connection',
      orig_required: false,
      title: 'Loras',
      ui_model_type: ['lora'],
      ui_model_base: ['sd-1'],
    },
  ],
  [
    'model',
    {
      $ref: '#/components/schemas/ModelIdentifierField',
      field_kind: 'input',
      input: 'direct',
      orig_required: true,
      ui_model_type: ['main'],
    },
  ],
  [
    'prompt',
    {
      type: 'string',
      default: '',
      orig_default: '',
      ui_component: 'textarea',
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'mode',
    {
      type: 'string',
      enum: ['a', 'b'],
      default: 'a',
      orig_default: 'a',
      ui_choice_labels: { a: 'First' },
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'scheduler',
    {
      type: 'string',
      enum: SCHEDULER_NAMES,
      default: 'euler',
      orig_default: 'euler',
      ui_type: 'SchedulerField',
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'value',
    {
      anyOf: [{}, none],
      default: null,
      orig_default: null,
      ui_type: 'AnyField',
      field_kind: 'input',
      input: 'any',
      orig_required: false,
    },
  ],
  [
    'hidden',
    { type: 'integer', default: 0, orig_default: 0, ui_hidden: true, field_kind: 'input', input: 'any', orig_required: false },
  ],
])('describes the input %s', (name, expected) => {
  expect(properties[name]).toEqual({
    title: expect.any(String),
    ...(name === 'board' || name === 'metadata' ? { description: expect.any(String) } : {}),
    ...expected,
  })
})

test('describes outputs and the value objects that are mentioned, directly and through others', () => {
  expect(schemas.ImageOutput).toEqual({
    class: 'output',
    properties: {
      image: { ...image, title: 'Image', field_kind: 'output', ui_hidden: false },
      width: { type: 'integer', title: 'Width', field_kind: 'output', ui_hidden: false },
      height: { type: 'integer', title: 'Height', field_kind: 'output', ui_hidden: false },
      type: { const: 'image_output', default: 'image_output', field_kind: 'node_attribute', title: 'type', type: 'string' },
    },
    required: ['image', 'width', 'height', 'type'],
    title: 'ImageOutput',
    type: 'object',
  })
  expect(Object.keys(schemas).sort()).toEqual([
    'BoardField',
    'ImageField',
    'ImageOutput',
    'InvocationOutputMap',
    'LatentsField',
    'LoRAField',
    'MetadataField',
    'ModelIdentifierField',
    'PaintItInvocation',
  ])
  expect(schemas.InvocationOutputMap).toEqual({
    type: 'object',
    properties: { paint_it: { $ref: '#/components/schemas/ImageOutput' } },
    required: ['paint_it'],
  })
})

test('describes what an output may lack and what kind any has', () => {
  const { IfInvocationOutput, IterateInvocationOutput, CollectInvocationOutput } = describe(testNodes)
  expect(IfInvocationOutput?.properties).toMatchObject({ value: { anyOf: [{}, none], default: null, ui_type: 'AnyField' } })
  expect(IterateInvocationOutput?.properties).toMatchObject({ item: { ui_type: 'CollectionItemField' } })
  expect(CollectInvocationOutput?.properties).toMatchObject({
    collection: { type: 'array', items: {}, ui_type: 'CollectionField' },
  })
})

test('a node that keeps keys beyond its inputs says so', () => {
  expect(describe(testNodes).NotesInvocation?.additionalProperties).toBe(true)
  expect(schemas.PaintItInvocation).not.toHaveProperty('additionalProperties')
})

function findRefs(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(findRefs)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, each]) => (key === '$ref' ? [String(each)] : findRefs(each)))
}

test('every reference leads to a schema', () => {
  const all = describe([...testNodes, paint])
  const known = Object.keys(all).map((name) => `#/components/schemas/${name}`)
  expect(known).toEqual(expect.arrayContaining(Object.values(all).flatMap(findRefs)))
})

test('the order of the nodes makes no difference', () => {
  expect(JSON.stringify(describe([...testNodes].reverse()))).toBe(JSON.stringify(describe(testNodes)))
})
