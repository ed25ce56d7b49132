import { expect, test } from 'vitest'
import { findNamedThings } from './named-things.ts'

test('names are found wherever they stand in an output', () => {
  const found = findNamedThings({
    type: 'x_output',
    image: { image_name: 'a.png' },
    latents: { latents_name: 'l', seed: 3 },
    collection: [{ image_name: 'b.png' }, { conditioning_name: 'c', mask: { tensor_name: 't' } }, null, 5, 'image_name'],
    mask: { mask_name: 'm', masked_latents_name: null },
  })
  expect(found).toEqual({
    images: new Set(['a.png', 'b.png']),
    tensors: new Set(['l', 't', 'm']),
    conditioning: new Set(['c']),
  })
})
