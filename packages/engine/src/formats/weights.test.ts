import { expect, test } from 'vitest'
import { type TensorView, withoutPrefix } from './weights.ts'

const view: TensorView = { file: '/model.safetensors', offset: 100, length: 24, dtype: 'F16', shape: [3, 4] }

test('takes the tensors below a prefix, under the rest of their keys', () => {
  const weights = new Map([
    ['vae.a.weight', view],
    ['vae.b', { ...view, offset: 124 }],
    ['vaex.a', view],
    ['a.vae.b', view],
  ])
  expect([...withoutPrefix(weights, 'vae.')]).toEqual([
    ['a.weight', view],
    ['b', { ...view, offset: 124 }],
  ])
})
