import { expect, expectTypeOf, test } from 'vitest'
import { createCatalogue } from './catalogue.ts'
import type { NodeContext } from './context.ts'
import { defineNode, defineNodeFor, defineOutput } from './define-node.ts'
import { enumField, type ImageField, imageField, integerField, listOf, oneOrMany, optional, stringField } from './fields/index.ts'
import { invokeNode } from './invoke.ts'

const integerOutput = defineOutput('integer_output', { value: integerField() })
const common = { version: '1.0.0', title: 'Probe', category: 'test' }

interface Tensor {
  readonly shape: readonly number[]
}
type Context = NodeContext<{ picture: string; tensor: Tensor; conditioning: Tensor; model: 'a model' }>
const defineEngineNode = defineNodeFor<Context>()

test('the parsed types of the inputs reach run', () => {
  const node = defineEngineNode({
    ...common,
    type: 'probe',
    inputs: {
      count: integerField({ default: 1 }),
      mode: enumField(['fast', 'slow'], { default: 'fast' }),
      image: imageField(),
      mask: optional(imageField()),
      weight: oneOrMany(integerField({ default: 1 })),
      names: listOf(stringField()),
    },
    output: integerOutput,
    run: async ({ inputs, images, tensors, models, signal }) => {
      expectTypeOf(inputs.count).toEqualTypeOf<number>()
      expectTypeOf(inputs.mode).toEqualTypeOf<'fast' | 'slow'>()
      expectTypeOf(inputs.image).toEqualTypeOf<ImageField>()
      expectTypeOf(inputs.mask).toEqualTypeOf<ImageField | null>()
      expectTypeOf(inputs.weight).toEqualTypeOf<number | readonly number[]>()
      expectTypeOf(inputs.names).toEqualTypeOf<readonly string[]>()
      expectTypeOf(images.load).returns.resolves.toEqualTypeOf<string>()
      expectTypeOf(tensors.load).returns.resolves.toEqualTypeOf<Tensor>()
      expectTypeOf(models.load).returns.resolves.toEqualTypeOf<'a model'>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      // @ts-expect-error there is no such input
      void inputs.other
      // @ts-expect-error inputs are not for changing
      inputs.count = 2
      return { value: inputs.count }
    },
  })
  expectTypeOf(node.inputs).not.toBeAny()
  expect(node).toMatchObject({ type: 'probe', schemaName: 'ProbeInvocation', useCache: true, classification: 'stable', tags: [] })
})

test('an output of another shape does not compile', () => {
  // @ts-expect-error the value is a number
  const texts = defineNode({ ...common, type: 'wrong', inputs: {}, output: integerOutput, run: () => ({ value: 'text' }) })
  // @ts-expect-error a field is missing
  const nothing = defineNode({ ...common, type: 'wrong', inputs: {}, output: integerOutput, run: () => ({}) })
  expect([texts.output, nothing.output]).toEqual([integerOutput, integerOutput])
})

test('a default that is no member does not compile', () => {
  // @ts-expect-error c is neither a nor b
  expect(enumField(['a', 'b'], { default: 'c' }).default).toBe('c')
})

test('a check sees only the values that are written', () => {
  const node = defineNode({
    ...common,
    type: 'checked',
    inputs: { b: integerField({ default: 1 }) },
    output: integerOutput,
    check: ({ b }) => {
      expectTypeOf(b).toEqualTypeOf<number | undefined>()
      return b === 0 ? 'b must not be 0' : undefined
    },
    run: ({ inputs }) => ({ value: inputs.b }),
  })
  expect([node.check?.({ b: 0 }), node.check?.({ b: 2 }), node.check?.({})]).toEqual(['b must not be 0', undefined, undefined])
})

test('names of schemas follow from types unless they are given', () => {
  expect(defineOutput('image_collection_output', {}).schemaName).toBe('ImageCollectionOutput')
  expect(defineOutput('iterate_output', {}, { schemaName: 'IterateInvocationOutput' }).schemaName).toBe('IterateInvocationOutput')
})

test('a catalogue refuses two nodes of one type and inputs that are named like attributes', () => {
  const node = defineNode({ ...common, type: 'one', inputs: {}, output: integerOutput, run: () => ({ value: 1 }) })
  const clash = defineNode({
    ...common,
    type: 'two',
    inputs: { type: stringField() },
    output: integerOutput,
    run: () => ({ value: 1 }),
  })
  expect(() => createCatalogue([node, node])).toThrow('two nodes of type one')
  expect(() => createCatalogue([clash])).toThrow('input type of two')
})

const prepared = (fields: object) => ({
  id: 'copy',
  sourceId: 'n',
  node: { id: 'copy', type: 'probe', is_intermediate: false, use_cache: true, ...fields },
})
const probe = defineNode({
  ...common,
  type: 'probe',
  inputs: {
    image: imageField(),
    latents: integerField({ input: 'connection' }),
    steps: integerField({ default: 10, min: 1 }),
    mask: optional(imageField()),
  },
  output: defineOutput('probe_output', { value: integerField(), mask: optional(imageField()) }),
  run: ({ inputs }) => ({ value: inputs.steps + inputs.latents, mask: inputs.mask }),
})
// the probe uses no ports
const context = {} as NodeContext
const image = { image_name: 'i.png' }

test('a run gives its output with its type, without what has no value', async () => {
  expect(await invokeNode(probe, prepared({ image, latents: 2 }), context)).toEqual({ value: 12, type: 'probe_output' })
  expect(await invokeNode(probe, prepared({ image, latents: 2, mask: image, steps: 1 }), context)).toEqual({
    value: 3,
    mask: image,
    type: 'probe_output',
  })
})

test.each([
  [{ latents: 1 }, 'MissingInputException', 'Node probe missing value or connection for field image'],
  [{ image, latents: null }, 'RequiredConnectionException', 'Node probe missing connections for field latents'],
  [{ image, latents: 'x' }, 'NodeInputError', 'Node copy has invalid incoming input for latents'],
  [{ image: { image_name: {} }, latents: 1 }, 'NodeInputError', 'Node copy has invalid incoming input for image.image_name'],
  [{ image, latents: 1, steps: 0 }, 'NodeInputError', 'Node copy has invalid incoming input for steps'],
])('a run on %j fails as %s', async (fields, errorType, message) => {
  await expect(invokeNode(probe, prepared(fields), context)).rejects.toMatchObject({ errorType, message })
})

test('keys beyond the inputs reach only a node that accepts them', async () => {
  const spec = { ...common, type: 'notes', inputs: { seed: integerField({ default: 0 }) }, output: integerOutput }
  const seen: unknown[] = []
  const run = ({ extras }: { readonly extras: unknown }) => {
    seen.push(extras)
    return { value: 0 }
  }
  await invokeNode(defineNode({ ...spec, run }), prepared({ note: 'x' }), context)
  await invokeNode(defineNode({ ...spec, acceptsExtras: true, run }), prepared({ note: 'x', seed: 5 }), context)
  expect(seen).toEqual([{}, { note: 'x' }])
})
