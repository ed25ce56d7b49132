import { fromBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import {
  type AttributeProto,
  AttributeProto_AttributeType as Kind,
  TensorProto_DataLocation as Location,
  ModelProtoSchema,
  TensorProto_DataType,
} from 'onnx-buf'
import { expect, test } from 'vitest'
import { type Attribute, ELEMENT_TYPES, encodeModel, type Initializer, type ModelParts } from './model.ts'

const EMPTY: ModelParts = { nodes: [], initializers: [], inputs: [], outputs: [] }
const decode = (parts: Partial<ModelParts>) => fromBinary(ModelProtoSchema, encodeModel({ ...EMPTY, ...parts }))
const decodeGraph = (parts: Partial<ModelParts>) => {
  const { graph } = decode(parts)
  if (graph === undefined) throw new Error('the model has no graph')
  return graph
}

test('names its format, its operators and who made it', () => {
  const model = decode({})
  expect(model.irVersion).toBe(10n)
  expect(model.producerName).toBe('bottega')
  expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
    ['', 21n],
    ['com.microsoft', 1n],
  ])
  expect(model.graph?.name).toBe('network')
})

test('keeps nodes in order, with optional inputs left out', () => {
  const names = { name: 'Resize_0', op: 'Resize', domain: '', inputs: ['x', '', 'scales'], outputs: ['y'], attributes: {} }
  const attention = { ...names, name: 'a', op: 'MultiHeadAttention', domain: 'com.microsoft', inputs: [], outputs: ['q', 'k'] }
  expect(decodeGraph({ nodes: [names, attention] }).node).toMatchObject([
    { name: 'Resize_0', opType: 'Resize', domain: '', input: ['x', '', 'scales'], output: ['y'], attribute: [] },
    { name: 'a', opType: 'MultiHeadAttention', domain: 'com.microsoft', input: [], output: ['q', 'k'] },
  ])
})

function decodeAttribute(value: Attribute): AttributeProto {
  const node = { op: 'Op', name: '', domain: '', inputs: [], outputs: [], attributes: { key: value } }
  const [attribute] = decodeGraph({ nodes: [node] }).node[0]?.attribute ?? []
  if (attribute?.name !== 'key') throw new Error('the attribute is lost')
  return attribute
}

test('any attribute is read back as it was given', () => {
  const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  const float = fc.float({ noDefaultInfinity: false })
  fc.assert(
    fc.property(integer, (value) => {
      expect(decodeAttribute(value)).toMatchObject({ type: Kind.INT, i: value })
    }),
  )
  fc.assert(
    fc.property(float, (value) => {
      expect(decodeAttribute(value)).toMatchObject({ type: Kind.FLOAT, f: value })
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const { type, s } = decodeAttribute(value)
      expect([type, Buffer.from(s).toString()]).toEqual([Kind.STRING, value])
    }),
  )
  fc.assert(
    fc.property(fc.array(integer), (value) => {
      expect(decodeAttribute(value)).toMatchObject({ type: Kind.INTS, ints: value })
    }),
  )
  fc.assert(
    fc.property(fc.array(float, { minLength: 1 }), (value) => {
      expect(decodeAttribute(value)).toMatchObject({ type: Kind.FLOATS, floats: value })
    }),
  )
})

test.each(Object.entries(ELEMENT_TYPES))('element type %s has the number that ONNX gives it', (name, number) => {
  const spelled = {
    F32: 'FLOAT',
    F64: 'DOUBLE',
    F16: 'FLOAT16',
    BF16: 'BFLOAT16',
    F8_E4M3: 'FLOAT8E4M3FN',
    F8_E5M2: 'FLOAT8E5M2',
  }
  const integers = name.replace(/^U(?=\d)/, 'UINT').replace(/^I(?=\d)/, 'INT')
  expect(TensorProto_DataType[number]).toBe(Object.entries(spelled).find(([own]) => own === name)?.[1] ?? integers)
})

test('constants carry their bytes', () => {
  const data = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251)
  const initializer: Initializer = { name: 'c', type: 'U8', shape: [3, 1_000_000], data }
  const [tensor] = decodeGraph({ initializers: [initializer] }).initializer
  expect(tensor).toMatchObject({
    name: 'c',
    dataType: 2,
    dims: [3n, 1_000_000n],
    dataLocation: Location.DEFAULT,
    externalData: [],
  })
  expect(Buffer.compare(tensor?.rawData ?? new Uint8Array(), data)).toBe(0)
})

test.each([0, 1, 127, 128, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1])('weights name their file and a range at %i', (offset) => {
  const location = 'home/jo/Modèles + mehr/日本 v1.5.safetensors'
  const data = { location, offset, length: 12 }
  const [tensor] = decodeGraph({ initializers: [{ name: 'w', type: 'F16', shape: [2, 3], data }] }).initializer
  expect(tensor).toMatchObject({ dims: [2n, 3n], dataType: 10, dataLocation: Location.EXTERNAL, rawData: new Uint8Array() })
  expect(tensor?.externalData.map(({ key, value }) => [key, value])).toEqual([
    ['location', location],
    ['offset', String(BigInt(offset))],
    ['length', '12'],
  ])
})

test('scalars have no dimensions', () => {
  const initializer: Initializer = { name: 's', type: 'I64', shape: [], data: new Uint8Array(8) }
  expect(decodeGraph({ initializers: [initializer] }).initializer[0]?.dims).toEqual([])
})

test('ports have sizes and names for sizes', () => {
  const graph = decodeGraph({
    inputs: [{ name: 'ids', type: 'I64', shape: ['batch', 77] }],
    outputs: [
      { name: 'scalar', type: 'F32', shape: [] },
      { name: 'long '.repeat(100), type: 'F32', shape: ['height'] },
    ],
  })
  const describe = ({ name, type }: (typeof graph.input)[number]) => {
    if (type?.value.case !== 'tensorType') throw new Error('the port is no tensor')
    const { elemType, shape } = type.value.value
    return [name, elemType, shape?.dim.map(({ value }) => value.value)]
  }
  expect(graph.input.map(describe)).toEqual([['ids', 7, ['batch', 77n]]])
  expect(graph.output.map(describe)).toEqual([
    ['scalar', 1, []],
    ['long '.repeat(100), 1, ['height']],
  ])
})
