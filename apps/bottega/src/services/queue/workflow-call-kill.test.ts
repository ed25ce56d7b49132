import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@bottega/client'
import { buildTextToImageGraph } from '@bottega/graph'
import { startServing } from '@bottega/testing'
import { expect, inject, onTestFinished, test } from 'vitest'
import { makeWorkflow } from '../testing/workflow-graphs.ts'

const params = { queue_id: 'default' }

test('a server that is killed while a workflow is called cancels all of it at the next start, and a retry runs it again', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bottega-calls-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const first = await startServing(inject('dist'), root)
  onTestFinished(() => first.endGroup())
  const client = createClient({ baseUrl: first.url })
  const { models } = await client.listModels({ query: { model_type: 'main' } })
  const [model] = models
  if (model?.type !== 'main') throw new Error('there is no model')
  const { key, hash, name, base, type } = model
  const form = { model: { key, hash, name, base, type }, positivePrompt: 'an owl', negativePrompt: '', seed: 1, steps: 900 }
  const size = { width: 128, height: 128 }
  const { graph } = buildTextToImageGraph({ ...form, ...size, guidanceScale: 2, scheduler: 'ddim' }, randomUUID)
  const called = { ...graph, nodes: { ...graph.nodes, back: { id: 'back', type: 'workflow_return' } } }
  const { workflow_id } = await client.createWorkflow({ body: { workflow: makeWorkflow(called) } })
  const nodes = { call: { id: 'call', type: 'call_saved_workflow', workflow_id } }
  const { item_ids } = await client.enqueueBatch({ params, body: { batch: { graph: { nodes, edges: [] }, runs: 1 } } })
  await expect.poll(async () => (await client.getQueueStatus({ params })).queue).toMatchObject({ waiting: 1, in_progress: 1 })
  first.signalGroup('SIGKILL')
  await first.ended

  const second = await startServing(inject('dist'), root)
  onTestFinished(() => second.stop())
  const again = createClient({ baseUrl: second.url })
  const { queue } = await again.getQueueStatus({ params })
  expect(queue).toMatchObject({ canceled: 2, waiting: 0, pending: 0, in_progress: 0, total: 2 })
  await again.retryQueueItems({ params, body: [...item_ids] })
  await expect.poll(async () => (await again.getQueueStatus({ params })).queue).toMatchObject({ waiting: 1, in_progress: 1 })
})
