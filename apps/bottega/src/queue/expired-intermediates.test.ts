import { expect, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { saveClientState } from '../data/repositories/client-state.ts'
import { createImage, type NewImage, starImages } from '../data/repositories/images.ts'
import { createWorkflow } from '../data/repositories/workflows.ts'
import { openTemporaryStore } from '../data/temporary-store.ts'
import { cancelItems } from './cancel.ts'
import { listExpiredIntermediates } from './expired-intermediates.ts'
import { claim, enqueue } from './testing.ts'

const OLD = '2026-01-01 00:00:00.000'
const NOW = '2026-01-02 00:00:00.000'

async function openStore() {
  const store = await openTemporaryStore()
  return {
    ...store,
    async add(image_name: string, more: Partial<NewImage> = {}) {
      const image = { user_id: 'ann', image_origin: 'internal', image_category: 'general', width: 8, height: 8 } as const
      const old = { is_intermediate: true, created_at: OLD }
      await transaction(store.db, (tx) => createImage(tx, { ...image, ...old, image_name, ...more }))
    },
    list: async (limit = 9) => (await listExpiredIntermediates(store, NOW, limit)).sort(),
  }
}

const naming = (image_name: string) => JSON.stringify({ nodes: { n: { image: { image_name } } } })

test('old intermediates are named, of every category; others, young and starred ones are not', async () => {
  await using store = await openStore()
  await store.add('old.png')
  await store.add('mask.png', { image_category: 'mask', image_origin: 'external' })
  await store.add('starred.png')
  await store.add('young.png', { created_at: NOW })
  await store.add('kept.png', { is_intermediate: false })
  await transaction(store.db, (tx) => starImages(tx, ['starred.png'], true))
  expect(await store.list()).toEqual(['mask.png', 'old.png'])
  expect(await store.list(1)).toHaveLength(1)
})

test('what an item needs stays until the item has ended', async () => {
  await using store = await openStore()
  for (const name of ['graph.png', 'first.png', 'second.png']) await store.add(name)
  const values = (at: number) => [
    { node_path: 'n', field_name: 'image', value: { image_name: at === 0 ? 'first.png' : 'second.png' } },
  ]
  await enqueue(store.db, { graph: naming('graph.png'), count: 2, fieldValuesAt: values })
  await claim(store.db)
  expect(await store.list()).toEqual([])
  const cancel = (itemId: number) =>
    transaction(store.db, (tx) => cancelItems(tx, { queueId: 'default', what: { kind: 'item', itemId } }))
  await cancel(1)
  expect(await store.list()).toEqual(['first.png'])
  await cancel(2)
  expect(await store.list()).toEqual(['first.png', 'graph.png', 'second.png'])
})

test('what a workflow or a page has put down stays, and text that is no JSON is no obstacle', async () => {
  await using store = await openStore()
  for (const name of ['workflow.png', 'layer.png', 'unused.png']) await store.add(name)
  const workflow = { workflow_id: 'w', user_id: 'ann', name: '', description: '', category: 'user', tags: '' } as const
  await transaction(store.db, (tx) => createWorkflow(tx, { ...workflow, workflow: naming('workflow.png') }))
  await saveClientState(store.db, 'ann', 'canvas', naming('layer.png'))
  await saveClientState(store.db, 'ann', 'odd', 'unused.png {')
  expect(await store.list()).toEqual(['unused.png'])
})
