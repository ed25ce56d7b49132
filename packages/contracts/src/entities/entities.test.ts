import { expect, test } from 'vitest'
import type { z } from 'zod'
import { TransferRequest } from './administration.ts'
import { LogLevel, RuntimeConfigChanges } from './app.ts'
import { Batch, EnqueueRequest } from './batch.ts'
import { BoardChanges, BoardDto, BoardPage } from './board.ts'
import { NewApiKey, NewInvitation } from './credential.ts'
import { ImageChanges, ImageDto } from './image.ts'
import { InstallRequest } from './model-install.ts'
import { ModelChanges, ModelRecord } from './model-record.ts'
import { ControlAdapterSettings, LoraSettings, MainModelSettings } from './model-settings.ts'
import { itemIdsBody, ProcessorStatus, QueueItem } from './queue.ts'
import { RecallParameters } from './recall.ts'
import { NewLink, ShareRequest } from './sharing.ts'
import { NewStylePreset, StylePresetChanges } from './style-preset.ts'
import { NewSystemPrompt, SystemPromptChanges } from './system-prompt.ts'
import { Email, isEmail, LoginRequest, Password, UserDto } from './user.ts'
import { DynamicPromptsRequest, ExpandPromptRequest } from './utility.ts'
import { VideoNamesBody } from './video.ts'
import { Workflow, WorkflowUpdate, WorkflowWithoutId } from './workflow.ts'

const ownership = { owner: { user_id: '9c', display_name: null }, access: 'owner' }
const time = '2026-08-19 01:13:04.123'

const board = {
  board_id: '5f',
  board_name: 'Cats',
  user_id: '9c',
  created_at: time,
  updated_at: '2026-08-19 01:13:04',
  archived: false,
  board_visibility: 'private',
  cover_image_name: 'ab.png',
  image_count: 3,
  video_count: 0,
  asset_count: 0,
  ...ownership,
}

const image = {
  image_name: 'ab.png',
  image_url: 'api/v1/images/i/ab.png/full',
  thumbnail_url: 'api/v1/images/i/ab.png/thumbnail',
  image_origin: 'internal',
  image_category: 'general',
  width: 512,
  height: 768,
  created_at: time,
  updated_at: time,
  is_intermediate: false,
  starred: true,
  has_workflow: true,
  image_subfolder: '',
  ...ownership,
}

const model = {
  key: '2f9c',
  hash: 'blake3:ce3f',
  path: '2f9c/dreamshaper_8.safetensors',
  file_size: 2132625894,
  name: 'dreamshaper_8',
  description: null,
  source: 'Lykon/dreamshaper-8',
  source_type: 'hf_repo_id',
  source_api_response: null,
  source_url: null,
  cover_image: null,
  base: 'sd-1',
  type: 'main',
  format: 'checkpoint',
  config_path: null,
  variant: 'normal',
  prediction_type: 'epsilon',
  trigger_phrases: null,
  default_settings: {
    vae: null,
    vae_precision: null,
    scheduler: null,
    steps: null,
    cfg_scale: null,
    cfg_rescale_multiplier: null,
    width: 512,
    height: 512,
    guidance: null,
    cpu_only: null,
    fp8_storage: null,
  },
}

const graph = {
  id: 'g1',
  nodes: {
    n1: { id: 'n1', type: 'integer', value: 5, is_intermediate: true, use_cache: true },
    n2: { id: 'n2', type: 'noise', width: 512, height: 512 },
  },
  edges: [{ source: { node_id: 'n1', field: 'value' }, destination: { node_id: 'n2', field: 'seed' } }],
}

const workflow = {
  name: 'flow',
  author: 'tester',
  description: '',
  version: '1.0.0',
  contact: '',
  tags: 'a,b',
  notes: '',
  exposedFields: [{ nodeId: 'n1', fieldName: 'value' }],
  meta: { version: '3.0.0', category: 'user' },
  nodes: [],
  edges: [],
}

const session = {
  id: 's1',
  graph,
  execution_graph: { id: 'e', nodes: {}, edges: [] },
  executed: [],
  executed_history: [],
  results: { p1: { type: 'integer_output', value: 5 } },
  errors: {},
  prepared_source_mapping: { p1: 'n1' },
  source_prepared_mapping: { n1: ['p1'] },
  workflow_call_stack: [],
  workflow_call_history: [],
  max_workflow_call_depth: 4,
}

const item = {
  item_id: 1,
  status: 'pending',
  status_sequence: 0,
  priority: 0,
  batch_id: 'b',
  session_id: 's1',
  created_at: time,
  updated_at: time,
  queue_id: 'default',
  user_id: 'system',
  session,
}

const user = {
  user_id: 'u',
  email: 'a@b.c',
  display_name: null,
  is_admin: false,
  is_active: true,
  created_at: time,
  updated_at: time,
  last_login_at: null,
}

// what is said in the contract comes through whole
test.each<[string, z.ZodType, unknown]>([
  ['a board', BoardDto, board],
  ['an image', ImageDto, image],
  ['an image on a board', ImageDto, { ...image, board_id: '5f', session_id: 's', node_id: 'n' }],
  ['a page of boards', BoardPage, { items: [board], offset: 0, limit: 10, total: 1 }],
  ['a model', ModelRecord, model],
  ['a model as users see it', ModelRecord, { ...model, path: null, source: null }],
  [
    'a LoRA',
    ModelRecord,
    {
      ...omit(model, 'config_path', 'prediction_type'),
      type: 'lora',
      format: 'lycoris',
      default_settings: { weight: 0.5 },
      variant: null,
    },
  ],
  [
    'an embedding',
    ModelRecord,
    {
      ...omit(model, 'config_path', 'prediction_type', 'trigger_phrases', 'default_settings', 'variant'),
      type: 'embedding',
      format: 'embedding_file',
    },
  ],
  ['an item', QueueItem, item],
  ['a waiting item', QueueItem, { ...item, position: 1, waiting_reason: 'paused', origin: null, workflow: null }],
  ['a pause', ProcessorStatus, { is_started: false, is_processing: false, paused_by: 'Ann', paused_at: time }],
  ['an account', UserDto, user],
  ['a workflow', Workflow, { ...workflow, id: 'w', form: null }],
  ['a workflow without a name', WorkflowWithoutId, { ...workflow, name: '' }],
])('%s comes through whole', (_, schema, value) => {
  expect(schema.parse(value)).toEqual(value)
})

test('an account loses every secret on its way out', () => {
  expect(UserDto.parse({ ...user, password_hash: 'x', token_epoch: 3 })).toEqual(user)
})

test('other keys of a workflow are dropped, those of its nodes are kept', () => {
  const nodes = [{ id: 'n', data: { deep: [1] } }]
  expect(WorkflowWithoutId.parse({ ...workflow, nodes, is_public: true })).toEqual({ ...workflow, nodes })
})

test('an enqueue takes a graph with whatever its nodes say', () => {
  const batch = {
    graph,
    data: [[{ node_path: 'n1', field_name: 'value', items: [1, 2, 3] }], [{ node_path: 'n2', field_name: 'x', items: ['a'] }]],
    origin: 'generate',
    runs: 2,
  }
  expect(EnqueueRequest.parse({ batch })).toEqual({ batch, prepend: false })
})

test('a batch may hold images, and lists of them', () => {
  const items = [{ image_name: 'a.png' }, [{ image_name: 'b.png' }, { image_name: 'c.png' }]]
  const data = [[{ node_path: 'n1', field_name: 'image', items }]]
  expect(Batch.parse({ graph, data }).data).toEqual(data)
})

test('a session may hold the session that it waits for', () => {
  const nested = { ...item, session: { ...session, waiting_workflow_call_child_session: session } }
  expect(QueueItem.parse(nested)).toEqual(nested)
})

test.each<[string, z.ZodType, unknown]>([
  ['unknown keys of a board', BoardChanges, { is_public: true }],
  ['an unknown visibility', BoardChanges, { board_visibility: 'secret' }],
  ['an empty name of a board', BoardChanges, { board_name: '' }],
  ['a star that is no yes or no', ImageChanges, { starred: 'true' }],
  ['an unknown category', ImageChanges, { image_category: 'cat' }],
  ['a batch without a graph', Batch, { runs: 1 }],
  ['no runs', Batch, { graph, runs: 0 }],
  ['half a run', Batch, { graph, runs: 1.5 }],
  ['a node without a type', Batch, { graph: { nodes: { a: { id: 'a' } } } }],
  ['an edge without an end', Batch, { graph: { ...graph, edges: [{ source: { node_id: 'n1', field: 'value' } }] } }],
  ['data that are not grouped', Batch, { graph, data: [{ node_path: 'n1', field_name: 'value', items: [1] }] }],
  ['an item that is no value', Batch, { graph, data: [[{ node_path: 'n1', field_name: 'value', items: [true] }]] }],
  ['more than a thousand ids', itemIdsBody('x'), { item_ids: Array(1001).fill(1) }],
  ['ids that are no numbers', itemIdsBody('x'), { item_ids: ['1'] }],
  ['more than a thousand videos', VideoNamesBody, { video_names: Array(1001).fill('v') }],
  ['a workflow without a version', WorkflowWithoutId, { ...workflow, meta: { category: 'user' } }],
  ['a version of one number', WorkflowWithoutId, { ...workflow, meta: { version: '3', category: 'user' } }],
  ['a workflow with nodes of text', WorkflowUpdate, { ...workflow, nodes: ['n1'] }],
  ['a width that is no multiple of 8', MainModelSettings, { width: 513 }],
  ['a width below 64', MainModelSettings, { width: 56 }],
  ['no steps', MainModelSettings, { steps: 0 }],
  ['a rescale of 1', MainModelSettings, { cfg_rescale_multiplier: 1 }],
  ['an unknown scheduler', MainModelSettings, { scheduler: 'wishful' }],
  ['unknown settings', MainModelSettings, { strength: 1 }],
  ['a weight above its range', LoraSettings, { weight: 3 }],
  ['a range upside down', LoraSettings, { weight_min: 1, weight_max: 0 }],
  ['a range of nothing', LoraSettings, { weight_min: 2 }],
  ['settings of no kind of model', ModelChanges, { default_settings: { strength: 1 } }],
  ['a source address that is none', ModelChanges, { source_url: 'ftp://x' }],
  ['a model of an unknown type', ModelRecord, { ...model, type: 'picture' }],
  ['unknown keys in a recall', RecallParameters, { positive: 'x' }],
  ['a strength above 1', RecallParameters, { denoise_strength: 1.1 }],
  ['a share with nobody', ShareRequest, { permission: 'read' }],
  ['a share with an empty list', ShareRequest, { user_ids: [], permission: 'read' }],
  ['a share said twice', ShareRequest, { user_id: 'a', user_ids: ['b'], permission: 'read' }],
  ['a share of everything', ShareRequest, { user_id: 'a', permission: 'own' }],
  ['a link until a day', NewLink, { expires_at: '2026-08-19' }],
  ['a key without scopes', NewApiKey, { name: 'k', scopes: [] }],
  ['a key without a name', NewApiKey, { name: '', scopes: ['read'] }],
  ['a key with a name too long', NewApiKey, { name: 'x'.repeat(201), scopes: ['read'] }],
  ['a key for everything', NewApiKey, { name: 'k', scopes: ['all'] }],
  ['an invitation to no address', NewInvitation, { email: 'nobody' }],
  ['a hand-over to oneself', TransferRequest, { from_user_id: 'a', to_user_id: 'a' }],
  ['a hand-over to system', TransferRequest, { from_user_id: 'a', to_user_id: 'system' }],
  ['a preset without a prompt', NewStylePreset, { name: 'x', negative_prompt: '', type: 'user' }],
  ['a preset made public by a word', StylePresetChanges, { is_public: 'yes' }],
  ['an instruction without text', NewSystemPrompt, { name: 'x', content: '' }],
  ['unknown keys of an instruction', SystemPromptChanges, { id: 'x' }],
  ['more prompts than ten thousand', DynamicPromptsRequest, { prompt: 'x', max_prompts: 10_001 }],
  ['a seed above 32 bits', ExpandPromptRequest, { prompt: 'x', model_key: 'k', seed: 4_294_967_296 }],
  ['a password above 1,024 characters', Password, 'x'.repeat(1025)],
  ['a log level between levels', LogLevel, 15],
  ['an unknown sub-folder strategy', RuntimeConfigChanges, { image_subfolder_strategy: 'moon' }],
])('%s is refused', (_, schema, value) => {
  expect(schema.safeParse(value).success).toBe(false)
})

test.each<[string, z.ZodType, unknown, unknown]>([
  ['a sign-in', LoginRequest, { email: 'a@b.c', password: '' }, { remember_me: false, cookie: false }],
  ['a new preset', NewStylePreset, { name: 'x', positive_prompt: '', negative_prompt: '', type: 'user' }, { is_public: false }],
  ['a range of a LoRA', LoraSettings, { weight: 2, weight_min: -3, weight_max: 3 }, { weight: 2 }],
  ['a control adapter', ControlAdapterSettings, { preprocessor: null }, { preprocessor: null }],
  ['an install', InstallRequest, { name: 'x', access_token: 's' }, { access_token: 's' }],
  ['settings of a LoRA in a change', ModelChanges, { default_settings: { weight: 1 } }, { default_settings: { weight: 1 } }],
  ['an emptied source address', ModelChanges, { source_url: '' }, { source_url: '' }],
  ['a recall of nothing', RecallParameters, {}, {}],
  ['a change of an image with other keys', ImageChanges, { starred: true, color: 'red' }, { starred: true }],
  ['a workflow that the path names', WorkflowUpdate, workflow, { name: 'flow' }],
])('%s is taken', (_, schema, value, expected) => {
  expect(schema.parse(value)).toMatchObject(expected as object)
})

test.each([
  'a@b.c',
  'admin@localhost',
  'someone@printer.local',
  'a.b+c@example.test',
  'system@system.invokeai',
  'jürgen@müller.example',
  `${'x'.repeat(64)}@example.com`,
])('%s is an address', (text) => {
  expect(Email.parse(text)).toBe(text)
})

test.each([
  '',
  'a',
  '@b.c',
  'a@',
  'a@b',
  'a@x..com',
  'a@.com',
  'a@x.com.',
  '.a@x.com',
  'a.@x.com',
  'a..b@x.com',
  'a b@x.com',
  'a@x_y.com',
  'a@-x.com',
  'a@x.com\n',
  'a@b@x.com',
  `${'x'.repeat(65)}@example.com`,
  `a@${'x'.repeat(64)}.com`,
  `a@${'x.'.repeat(127)}com`,
])('"%s" is no address', (text) => {
  expect(isEmail(text)).toBe(false)
})

function omit(value: object, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}
