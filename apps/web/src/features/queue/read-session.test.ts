import type { QueueItem } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { listMade, readSettings } from './read-session.ts'

test('settings are found in the nodes that have them, whatever the graph is', () => {
  const nodes = {
    m: { id: 'm', type: 'main_model_loader', model: { key: 'k', name: 'Starter' } },
    n: { id: 'n', type: 'noise', width: 96, height: 128 },
    d: { id: 'd', type: 'denoise_latents', steps: 20, cfg_scale: 7.5, scheduler: 'euler' },
    'negative_prompt:x': { id: 'negative_prompt:x', type: 'string', value: 'blur' },
  }
  const field_values = [{ node_path: 'seed:x', field_name: 'value', value: 7 }]
  expect(readSettings({ session: { graph: { nodes } } as never, field_values })).toEqual({
    model: 'Starter',
    width: 96,
    height: 128,
    steps: 20,
    guidance: 7.5,
    scheduler: 'euler',
    seed: 7,
    negativePrompt: 'blur',
  })
  expect(readSettings({ session: {} as never, field_values: null })).toEqual({})
})

test('all pictures of an item are listed, those on the way are not', () => {
  const picture = (image_name: string) => ({ type: 'image_output', image: { image_name } })
  const session = {
    execution_graph: {
      nodes: { a: { id: 'a', type: 'l2i' }, b: { id: 'b', type: 'l2i' }, c: { id: 'c', type: 'x', is_intermediate: true } },
    },
    results: { a: picture('a.png'), b: picture('b.png'), c: picture('c.png'), d: { type: 'integer_output', value: 1 } },
  }
  expect(listMade({ item_id: 1, status: 'completed', session } as unknown as QueueItem)).toEqual(['a.png', 'b.png'])
})
