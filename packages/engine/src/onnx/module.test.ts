import { expect, test } from 'vitest'
import type { TensorView } from '../formats/index.ts'
import { Convolution, Embedding, GroupNorm, LayerNorm, Linear } from './layers.ts'
import { bindWeights, listParameters, Module } from './module.ts'

class Block extends Module {
  readonly norm = new LayerNorm(3)
  readonly proj_in = new Linear(3, 5, { hasBias: false })
}

class Network extends Module {
  readonly conv_in = new Convolution(2, 3, { kernel: 1 })
  readonly blocks = [new Block(), new Block()] as const
  readonly missing: Module | undefined = undefined
  readonly width = 3
  readonly sizes = [1, 2]
}

const view = (shape: readonly number[], dtype: TensorView['dtype'] = 'F16'): TensorView => ({
  file: '/model.safetensors',
  offset: 0,
  length: 0,
  dtype,
  shape,
})

const complete = () =>
  new Map([
    ['conv_in.weight', view([3, 2, 1, 1])],
    ['conv_in.bias', view([3])],
    ...[0, 1].flatMap((at): [string, TensorView][] => [
      [`blocks.${at}.norm.weight`, view([3])],
      [`blocks.${at}.norm.bias`, view([3])],
      [`blocks.${at}.proj_in.weight`, view([5, 3])],
    ]),
  ])

test('the path of fields to a parameter is its key; settings are no part of it', () => {
  expect([...listParameters(new Network())].map(([key]) => key)).toEqual([...complete().keys()])
})

test.each<[layer: Module, shapes: Record<string, number[]>]>([
  [new Linear(3, 5), { weight: [5, 3], bias: [5] }],
  [new Linear(3, 5, { hasBias: false }), { weight: [5, 3] }],
  [new Convolution(2, 4), { weight: [4, 2, 3, 3], bias: [4] }],
  [new Convolution(2, 4, { kernel: 1, hasBias: false }), { weight: [4, 2, 1, 1] }],
  [new GroupNorm(6, 2, 1e-5), { weight: [6], bias: [6] }],
  [new LayerNorm(7), { weight: [7], bias: [7] }],
  [new Embedding(9, 4), { weight: [9, 4] }],
])('layer %o declares its tensors', (layer, shapes) => {
  expect(Object.fromEntries([...listParameters(layer)].map(([key, { shape }]) => [key, shape]))).toEqual(shapes)
})

test('binds every parameter and lists the keys that nothing took', () => {
  const network = new Network()
  const weights = complete()
    .set('extra.weight', view([1]))
    .set('blocks.2.norm.weight', view([3]))
  expect(bindWeights(network, weights, 'network')).toEqual(['extra.weight', 'blocks.2.norm.weight'])
  expect(network.blocks[1].proj_in.weight.view).toBe(weights.get('blocks.1.proj_in.weight'))
})

test.each([
  { key: 'blocks.0.proj_in.weight', shape: [5, 3, 1, 1] },
  { key: 'conv_in.weight', shape: [3, 2] },
  { key: 'conv_in.bias', shape: [1, 3, 1, 1] },
])('takes $key of shape $shape, which are the same bytes', ({ key, shape }) => {
  expect(bindWeights(new Network(), complete().set(key, view(shape)), 'network')).toEqual([])
})

test.each([
  { key: 'blocks.0.proj_in.weight', shape: [3, 5], expected: '[5, 3]' },
  { key: 'blocks.0.proj_in.weight', shape: [15], expected: '[5, 3]' },
  { key: 'conv_in.weight', shape: [3, 2, 3, 3], expected: '[3, 2, 1, 1]' },
  { key: 'conv_in.bias', shape: [], expected: '[3]' },
  { key: 'conv_in.bias', shape: [3, 0], expected: '[3]' },
])('refuses $key of shape $shape', ({ key, shape, expected }) => {
  expect(() => bindWeights(new Network(), complete().set(key, view(shape)), 'U-Net')).toThrow(
    `The U-Net does not fit its configuration: tensor ${key} is of shape [${shape.join(', ')}], ${expected} was expected.`,
  )
})

test.each(['I64', 'U8', 'BOOL', 'I8'] as const)('refuses weights of %s', (dtype) => {
  expect(() => bindWeights(new Network(), complete().set('conv_in.bias', view([3], dtype)), 'U-Net')).toThrow(
    `The U-Net's tensor conv_in.bias is of ${dtype}, which is no type for weights.`,
  )
})

test.each([
  { missing: ['conv_in.bias'], message: 'lacks the tensors conv_in.bias.' },
  {
    missing: [...complete().keys()],
    message: 'lacks the tensors conv_in.weight, conv_in.bias, blocks.0.norm.weight and 5 more.',
  },
])('names what is missing: $message', ({ missing, message }) => {
  const weights = complete()
  for (const key of missing) weights.delete(key)
  expect(() => bindWeights(new Network(), weights, 'VAE')).toThrow(expect.objectContaining({ code: 'model_incomplete' }))
  expect(() => bindWeights(new Network(), weights, 'VAE')).toThrow(`The VAE ${message}`)
})

test('a parameter that was not bound cannot be used', () => {
  expect(() => new Linear(2, 2).weight.view).toThrow('before its weights are bound')
})
