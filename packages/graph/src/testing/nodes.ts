import { createCatalogue } from '../catalogue.ts'
import { defineNode, defineOutput } from '../define-node.ts'
import {
  anyField,
  booleanField,
  collectionField,
  collectionItemField,
  enumField,
  floatField,
  integerField,
  listOf,
  oneOrMany,
  optional,
  stringField,
} from '../fields/index.ts'

/*
 * Small nodes for the tests of this package: the ones that plans treat by themselves, and some that only compute.
 */

const common = { version: '1.0.0', category: 'test' }
const integerOutput = defineOutput('integer_output', { value: integerField() })
const floatOutput = defineOutput('float_output', { value: floatField() })
const stringOutput = defineOutput('string_output', { value: stringField() })
const booleanOutput = defineOutput('boolean_output', { value: booleanField() })
const integersOutput = defineOutput('integer_collection_output', { collection: listOf(integerField()) })
const anyOutput = defineOutput('any_output', { value: anyField() }, { schemaName: 'AnyOutput' })

const iterate = defineNode({
  ...common,
  type: 'iterate',
  title: 'Iterate',
  useCache: false,
  inputs: { collection: collectionField({ default: [] }), index: integerField({ default: 0, uiHidden: true }) },
  output: defineOutput(
    'iterate_output',
    { item: collectionItemField(), index: integerField(), total: integerField() },
    { schemaName: 'IterateInvocationOutput' },
  ),
  run: ({ inputs: { collection, index } }) => ({ item: collection[index] ?? null, index, total: collection.length }),
})

const collect = defineNode({
  ...common,
  type: 'collect',
  title: 'Collect',
  useCache: false,
  inputs: {
    item: optional(collectionItemField({ input: 'connection' })),
    collection: collectionField({ input: 'connection', default: [] }),
  },
  output: defineOutput('collect_output', { collection: collectionField() }, { schemaName: 'CollectInvocationOutput' }),
  run: ({ inputs }) => ({ collection: inputs.collection }),
})

const choose = defineNode({
  ...common,
  type: 'if',
  title: 'If',
  inputs: { condition: booleanField({ default: false }), true_input: optional(anyField()), false_input: optional(anyField()) },
  output: defineOutput('if_output', { value: optional(anyField()) }, { schemaName: 'IfInvocationOutput' }),
  run: ({ inputs: { condition, true_input, false_input } }) => ({ value: condition ? true_input : false_input }),
})

const integer = defineNode({
  ...common,
  type: 'integer',
  title: 'Integer',
  inputs: { value: integerField({ default: 0 }) },
  output: integerOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const add = defineNode({
  ...common,
  type: 'add',
  title: 'Add',
  inputs: { a: integerField({ default: 0 }), b: integerField({ default: 0 }) },
  output: integerOutput,
  run: ({ inputs: { a, b } }) => ({ value: a + b }),
})

const mul = defineNode({
  ...common,
  type: 'mul',
  title: 'Multiply',
  inputs: { a: integerField({ default: 0 }), b: integerField({ default: 0 }) },
  output: integerOutput,
  run: ({ inputs: { a, b } }) => ({ value: a * b }),
})

const divide = defineNode({
  ...common,
  type: 'divide',
  title: 'Divide',
  inputs: {
    operation: enumField(['DIV', 'MUL'], { default: 'DIV' }),
    a: integerField({ default: 1 }),
    b: integerField({ default: 1 }),
  },
  output: integerOutput,
  check: ({ operation, b }) => (operation === 'DIV' && b === 0 ? 'b must not be 0' : undefined),
  run: ({ inputs: { operation, a, b } }) => ({ value: operation === 'DIV' ? Math.trunc(a / b) : a * b }),
})

const isOdd = defineNode({
  ...common,
  type: 'is_odd',
  title: 'Is odd',
  inputs: { value: integerField({ default: 0 }) },
  output: booleanOutput,
  run: ({ inputs }) => ({ value: inputs.value % 2 !== 0 }),
})

const range = defineNode({
  ...common,
  type: 'range_of_size',
  title: 'Range',
  inputs: { start: integerField({ default: 0 }), size: integerField({ default: 1, min: 0 }) },
  output: integersOutput,
  run: ({ inputs: { start, size } }) => ({ collection: Array.from({ length: size }, (_, at) => start + at) }),
})

const integers = defineNode({
  ...common,
  type: 'integer_collection',
  title: 'Integers',
  inputs: { collection: listOf(integerField(), { default: [] }) },
  output: integersOutput,
  run: ({ inputs }) => ({ collection: inputs.collection }),
})

const sum = defineNode({
  ...common,
  type: 'sum',
  title: 'Sum',
  inputs: { values: listOf(integerField(), { default: [] }) },
  output: integerOutput,
  run: ({ inputs }) => ({ value: inputs.values.reduce((total, value) => total + value, 0) }),
})

const string = defineNode({
  ...common,
  type: 'string',
  title: 'String',
  inputs: { value: stringField({ default: '', component: 'textarea' }) },
  output: stringOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const float = defineNode({
  ...common,
  type: 'float',
  title: 'Float',
  inputs: { value: floatField({ default: 0, min: 0, exclusiveMax: 10 }) },
  output: floatOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const boolean = defineNode({
  ...common,
  type: 'boolean',
  title: 'Boolean',
  inputs: { value: booleanField({ default: false }) },
  output: booleanOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const weights = defineNode({
  ...common,
  type: 'weights',
  title: 'Weights',
  inputs: { weight: oneOrMany(floatField({ default: 1 })) },
  output: floatOutput,
  run: ({ inputs: { weight } }) => ({ value: typeof weight === 'number' ? weight : weight.length }),
})

const anything = defineNode({
  ...common,
  type: 'anything',
  title: 'Anything',
  inputs: { value: anyField() },
  output: anyOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const needsConnection = defineNode({
  ...common,
  type: 'needs_connection',
  title: 'Needs a connection',
  inputs: { value: integerField({ input: 'connection' }) },
  output: integerOutput,
  run: ({ inputs }) => ({ value: inputs.value }),
})

const notes = defineNode({
  ...common,
  type: 'notes',
  title: 'Notes',
  acceptsExtras: true,
  inputs: { seed: optional(integerField()) },
  output: anyOutput,
  run: ({ inputs, extras }) => ({ value: { ...extras, seed: inputs.seed } }),
})

/** The nodes that the tests of this package use. */
export const testNodes = [
  iterate,
  collect,
  choose,
  integer,
  add,
  mul,
  divide,
  isOdd,
  range,
  integers,
  sum,
  string,
  float,
  boolean,
  weights,
  anything,
  needsConnection,
  notes,
]

/** The same, by type. */
export const testCatalogue = createCatalogue(testNodes)
