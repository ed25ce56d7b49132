import { afterEach, beforeEach, expect, test } from 'vitest'
import { transaction } from '../database.ts'
import { isTaken } from '../errors.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import * as relationships from './model-relationships.ts'
import * as models from './models.ts'
import { createStylePreset, deleteStylePresets, findStylePreset, listStylePresets, updateStylePreset } from './style-presets.ts'
import {
  createSystemPrompt,
  deleteSystemPrompt,
  findSystemPrompt,
  listSystemPrompts,
  updateSystemPrompt,
} from './system-prompts.ts'
import * as workflows from './workflows.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
})

afterEach(async () => {
  await store.close()
})

const visible = { kind: 'visible', userId: 'ann' } as const
const everything = { offset: 0, limit: 100 }

async function addWorkflow(workflow_id: string, more: Partial<Parameters<typeof workflows.createWorkflow>[1]> = {}) {
  const workflow = { user_id: 'ann', name: workflow_id, description: '', category: 'user', tags: '', workflow: '{}' } as const
  await transaction(store.db, (tx) => workflows.createWorkflow(tx, { ...workflow, workflow_id, ...more }))
}

async function listWorkflowIds(filter: Partial<workflows.WorkflowFilter> = {}, order: Partial<workflows.WorkflowOrder> = {}) {
  const { items } = await workflows.listWorkflows(
    store.readers,
    { scope: visible, viewerId: 'ann', ...filter },
    { by: 'name', direction: 'asc', ...order },
    everything,
  )
  return items.map(({ workflow_id }) => workflow_id)
}

test('a user sees own and default workflows, and public ones when asking for them', async () => {
  await addWorkflow('own')
  await addWorkflow('hidden', { user_id: 'bob' })
  await addWorkflow('public', { user_id: 'bob', is_public: true })
  await addWorkflow('default', { user_id: 'system', category: 'default' })
  expect(await listWorkflowIds()).toEqual(['default', 'own'])
  expect(await listWorkflowIds({ scope: { kind: 'everyone' } })).toEqual(['default', 'hidden', 'own', 'public'])
  expect(await listWorkflowIds({ scope: { kind: 'owner', userId: 'bob' } })).toEqual(['hidden', 'public'])
  expect(await listWorkflowIds({ categories: ['default'] })).toEqual(['default'])
  expect(await listWorkflowIds({ isPublic: true })).toEqual(['public'])
  expect(await workflows.listDefaultWorkflowIds(store.db)).toEqual(['default'])
})

test('workflows are found by parts of tags, name and description, every letter standing for itself', async () => {
  await addWorkflow('1', { name: 'Upscale 4x', tags: 'Upscaling, sdxl,, sdxl ' })
  await addWorkflow('2', { name: 'b', description: '100%', tags: 'portrait' })
  expect(await listWorkflowIds({ tags: ['scal', 'nothing'] })).toEqual(['1'])
  expect(await listWorkflowIds({ tags: [] })).toEqual(['2', '1'])
  expect(await listWorkflowIds({ query: 'UPSCALE' })).toEqual(['1'])
  expect(await listWorkflowIds({ query: '%' })).toEqual(['2'])
  expect(await listWorkflowIds({ query: 'portrait' })).toEqual(['2'])
  const seen = { scope: visible, viewerId: 'ann' }
  expect(await workflows.listWorkflowTags(store.readers, seen)).toEqual(['portrait', 'sdxl', 'Upscaling'])
  expect(await workflows.countWorkflowsByTag(store.readers, seen, ['sdxl', 'r', 'none'])).toEqual({ sdxl: 1, r: 1, none: 0 })
  expect(await workflows.countWorkflowsByTag(store.readers, seen, [])).toEqual({})
  expect(await workflows.countWorkflowsByCategory(store.readers, seen, ['user', 'default'])).toEqual({ user: 2, default: 0 })
})

test('what was opened is each user’s own', async () => {
  await addWorkflow('1', { is_public: true })
  await addWorkflow('2', { is_public: true })
  await workflows.markWorkflowOpened(store.db, '1', 'ann')
  await workflows.markWorkflowOpened(store.db, '1', 'ann')
  expect(await listWorkflowIds({ hasBeenOpened: true })).toEqual(['1'])
  expect(await listWorkflowIds({ hasBeenOpened: false })).toEqual(['2'])
  expect(await listWorkflowIds({ viewerId: 'bob', hasBeenOpened: true })).toEqual([])
  expect(await listWorkflowIds({}, { by: 'opened_at', direction: 'desc' })).toEqual(['1', '2'])
  expect((await workflows.findWorkflow(store.db, '1', 'ann'))?.opened_at).toMatch(/^2/)
  expect((await workflows.findWorkflow(store.db, '1', 'bob'))?.opened_at).toBeNull()
})

test('a changed workflow loses its old tags; a deleted one is gone with tags and openings', async () => {
  await addWorkflow('1', { tags: 'a,b', compatibility: '{"is_callable":true}' })
  await workflows.markWorkflowOpened(store.db, '1', 'ann')
  await workflows.markWorkflowThumbnail(store.db, '1', true)
  await transaction(store.db, (tx) => workflows.updateWorkflow(tx, '1', { name: 'n', tags: 'c', workflow: '{"x":1}' }))
  expect(await workflows.findWorkflow(store.db, '1', 'ann')).toMatchObject({
    name: 'n',
    tags: 'c',
    workflow: '{"x":1}',
    has_thumbnail: 1,
  })
  expect(await workflows.listWorkflowTags(store.readers, { scope: visible, viewerId: 'ann' })).toEqual(['c'])
  expect(await listWorkflowIds({ isCallable: true })).toEqual(['1'])
  expect(await listWorkflowIds({ isCallable: false })).toEqual([])
  await workflows.deleteWorkflows(store.db, ['1'])
  for (const table of ['workflow_tags', 'workflow_openings'] as const) {
    expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([])
  }
})

test('style presets are listed by name in any letter case, own, public and default ones', async () => {
  const preset = { positive_prompt: '{prompt}, oil', negative_prompt: '', type: 'user' } as const
  await createStylePreset(store.db, { ...preset, style_preset_id: '1', name: 'b', user_id: 'ann' })
  await createStylePreset(store.db, { ...preset, style_preset_id: '2', name: 'A', user_id: 'bob', is_public: true })
  await createStylePreset(store.db, { ...preset, style_preset_id: '3', name: 'C', user_id: 'bob' })
  await createStylePreset(store.db, { ...preset, style_preset_id: '4', name: 'd', user_id: 'system', type: 'default' })
  const ids = async (scope: Parameters<typeof listStylePresets>[1]) =>
    (await listStylePresets(store.db, scope)).map(({ style_preset_id }) => style_preset_id).join('')
  expect([await ids(visible), await ids({ kind: 'owner', userId: 'bob' }), await ids({ kind: 'everyone' })]).toEqual([
    '214',
    '23',
    '2134',
  ])
  await updateStylePreset(store.db, '4', { name: 'e' })
  expect(await findStylePreset(store.db, '4')).toMatchObject({
    name: 'e',
    positive_prompt: '{prompt}, oil',
    owner_display_name: 'System',
  })
  await deleteStylePresets(store.db, ['1', '4'])
  expect(await ids({ kind: 'everyone' })).toBe('23')
})

test('system prompts are listed by name in any letter case, own and public ones', async () => {
  await createSystemPrompt(store.db, { system_prompt_id: '1', name: 'b', content: 'x', user_id: 'ann' })
  await createSystemPrompt(store.db, { system_prompt_id: '2', name: 'A', content: 'x', user_id: 'system', is_public: true })
  await createSystemPrompt(store.db, { system_prompt_id: '3', name: 'C', content: 'x', user_id: 'bob' })
  const ids = async () => (await listSystemPrompts(store.db, visible)).map(({ system_prompt_id }) => system_prompt_id).join('')
  expect(await ids()).toBe('21')
  await updateSystemPrompt(store.db, '3', { is_public: true })
  await deleteSystemPrompt(store.db, '1')
  expect(await ids()).toBe('23')
  expect(await findSystemPrompt(store.db, '3')).toMatchObject({ name: 'C', content: 'x', is_public: 1 })
})

const config = (name: string, more: object = {}) =>
  JSON.stringify({
    name,
    base: 'sd-1',
    type: 'main',
    format: 'checkpoint',
    hash: `h-${name}`,
    path: `p-${name}`,
    file_size: 1,
    ...more,
  })

test('models are found by what their records say, which are kept as they came', async () => {
  await models.createModel(store.db, '1', config('b', { type: 'lora', file_size: 9 }))
  await models.createModel(store.db, '2', config('A', { base: 'sdxl' }))
  await models.createModel(store.db, '3', config('a', { format: 'diffusers' }))
  const keys = async (...args: [models.ModelFilter?, models.ModelOrder?]) =>
    (await models.listModels(store.db, ...args)).map(({ key }) => key).join('')
  expect(await keys()).toBe('132')
  expect(await keys({}, { by: 'name', direction: 'asc' })).toBe('231')
  expect(await keys({}, { by: 'size', direction: 'desc' })).toBe('123')
  expect([await keys({ bases: ['sdxl', 'flux'] }), await keys({ type: 'main' }), await keys({ format: 'diffusers' })]).toEqual([
    '2',
    '32',
    '3',
  ])
  expect([await keys({ name: 'a' }), await keys({ hash: 'h-A' }), await keys({ bases: [] })]).toEqual(['3', '2', '132'])
  expect((await models.findModelByPath(store.db, 'p-b'))?.config).toBe(config('b', { type: 'lora', file_size: 9 }))
  expect((await models.findModels(store.db, ['3', 'x'])).map(({ key }) => key)).toEqual(['3'])
  await models.markModelCover(store.db, '3', true)
  await models.updateModel(store.db, '3', config('c'))
  expect(await models.findModel(store.db, '3')).toMatchObject({ config: config('c'), has_cover: 1 })
  await expect(models.createModel(store.db, '4', config('c'))).rejects.toSatisfy(isTaken)
})

test('relationships of models hold in both directions, once, and end with a model', async () => {
  for (const key of ['1', '2', '3']) await models.createModel(store.db, key, config(key))
  await relationships.createModelRelationship(store.db, '2', '1')
  await relationships.createModelRelationship(store.db, '2', '3')
  await expect(relationships.createModelRelationship(store.db, '1', '2')).rejects.toSatisfy(isTaken)
  expect(await relationships.listRelatedModels(store.db, ['2'])).toEqual(['1', '3'])
  expect(await relationships.listRelatedModels(store.db, ['1', '3'])).toEqual(['2'])
  expect(await relationships.deleteModelRelationship(store.db, '1', '2')).toBe(true)
  expect(await relationships.deleteModelRelationship(store.db, '1', '2')).toBe(false)
  await models.deleteModel(store.db, '3')
  expect(await relationships.listRelatedModels(store.db, ['2'])).toEqual([])
})
