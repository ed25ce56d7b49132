import { expect, test } from 'vitest'
import { ERRORS } from '../errors.ts'
import type { Route } from '../route.ts'
import { listErrors } from '../route-errors.ts'
import { listPaths, listRoutes, ROUTES } from './index.ts'

// The permission matrix of the interface, 189 operations, with what is different here: pictures of workflows, models and presets are
// media for those who may read the thing, and everybody may clear, export and import what is their own.
const REFERENCE = `
anyone GET /api/v1/auth/status
anyone POST /api/v1/auth/login
account POST /api/v1/auth/logout
user POST /api/v1/auth/media-cookie
account GET /api/v1/auth/me
account PATCH /api/v1/auth/me
anyone POST /api/v1/auth/setup
account GET /api/v1/auth/generate-password
account_admin GET /api/v1/auth/users
account_admin POST /api/v1/auth/users
account_admin GET /api/v1/auth/users/{user_id}
account_admin PATCH /api/v1/auth/users/{user_id}
account_admin DELETE /api/v1/auth/users/{user_id}
user POST /api/v1/utilities/dynamicprompts
user POST /api/v1/utilities/expand-prompt
user POST /api/v1/utilities/image-to-prompt
user GET /api/v2/models/
user GET /api/v2/models/missing
user GET /api/v2/models/get_by_attrs
user GET /api/v2/models/get_by_hash
user GET /api/v2/models/i/{key}
admin PATCH /api/v2/models/i/{key}
admin DELETE /api/v2/models/i/{key}
admin POST /api/v2/models/i/{key}/reidentify
admin GET /api/v2/models/scan_folder
admin GET /api/v2/models/hugging_face
media GET /api/v2/models/i/{key}/image
admin PATCH /api/v2/models/i/{key}/image
admin DELETE /api/v2/models/i/{key}/image
admin POST /api/v2/models/i/bulk_delete
admin POST /api/v2/models/i/bulk_reidentify
admin POST /api/v2/models/install
admin GET /api/v2/models/install
admin DELETE /api/v2/models/install
admin GET /api/v2/models/install/huggingface
admin GET /api/v2/models/install/{id}
admin DELETE /api/v2/models/install/{id}
admin POST /api/v2/models/install/{id}/pause
admin POST /api/v2/models/install/{id}/resume
admin POST /api/v2/models/install/{id}/restart_failed
admin POST /api/v2/models/install/{id}/restart_file
admin PUT /api/v2/models/convert/{key}
admin GET /api/v2/models/starter_models
admin GET /api/v2/models/stats
admin POST /api/v2/models/empty_model_cache
admin GET /api/v2/models/hf_login
admin POST /api/v2/models/hf_login
admin DELETE /api/v2/models/hf_login
admin GET /api/v2/models/sync/orphaned
admin DELETE /api/v2/models/sync/orphaned
admin POST /api/v1/image_moves/start
admin POST /api/v1/image_moves/recover
admin GET /api/v1/image_moves/status
user POST /api/v1/images/upload
user POST /api/v1/images/
user GET /api/v1/images/
user DELETE /api/v1/images/i/{image_name}
user PATCH /api/v1/images/i/{image_name}
user GET /api/v1/images/i/{image_name}
user GET /api/v1/images/intermediates
user DELETE /api/v1/images/intermediates
user GET /api/v1/images/i/{image_name}/metadata
user GET /api/v1/images/i/{image_name}/workflow
media HEAD /api/v1/images/i/{image_name}/full
media GET /api/v1/images/i/{image_name}/full
media GET /api/v1/images/i/{image_name}/thumbnail
user GET /api/v1/images/i/{image_name}/urls
user POST /api/v1/images/delete
user DELETE /api/v1/images/uncategorized
user POST /api/v1/images/star
user POST /api/v1/images/unstar
user POST /api/v1/images/download
user GET /api/v1/images/download/{bulk_download_item_name}
user GET /api/v1/images/names
user POST /api/v1/images/images_by_names
user POST /api/v1/videos/upload
user DELETE /api/v1/videos/i/{video_name}
user PATCH /api/v1/videos/i/{video_name}
user GET /api/v1/videos/i/{video_name}
user POST /api/v1/videos/delete
user DELETE /api/v1/videos/uncategorized
user GET /api/v1/videos/i/{video_name}/metadata
user GET /api/v1/videos/i/{video_name}/workflow
media HEAD /api/v1/videos/i/{video_name}/full
media GET /api/v1/videos/i/{video_name}/full
media GET /api/v1/videos/i/{video_name}/thumbnail
user GET /api/v1/videos/i/{video_name}/urls
user GET /api/v1/videos/
user GET /api/v1/videos/names
user POST /api/v1/videos/star
user POST /api/v1/videos/unstar
user POST /api/v1/videos/board
user DELETE /api/v1/videos/board
user GET /api/v1/gallery/items/
user GET /api/v1/gallery/item_names
user GET /api/v1/gallery/items/names
user POST /api/v1/boards/
user GET /api/v1/boards/
user GET /api/v1/boards/{board_id}
user PATCH /api/v1/boards/{board_id}
user DELETE /api/v1/boards/{board_id}
user GET /api/v1/boards/{board_id}/image_names
user POST /api/v1/board_images/
user DELETE /api/v1/board_images/
user POST /api/v1/board_images/batch
user POST /api/v1/board_images/batch/delete
user GET /api/v1/virtual_boards/by_date
user GET /api/v1/virtual_boards/by_date/{date}/image_names
user GET /api/v1/virtual_boards/by_date/{date}/item_names
user GET /api/v1/model_relationships/i/{model_key}
admin POST /api/v1/model_relationships/
admin DELETE /api/v1/model_relationships/
user POST /api/v1/model_relationships/batch
anyone GET /api/v1/app/version
user GET /api/v1/app/app_deps
user GET /api/v1/app/patchmatch_status
user GET /api/v1/app/generation_device_options
admin GET /api/v1/app/runtime_config
admin PATCH /api/v1/app/runtime_config
user GET /api/v1/app/external_providers/status
admin GET /api/v1/app/external_providers/config
admin POST /api/v1/app/external_providers/config/{provider_id}
admin DELETE /api/v1/app/external_providers/config/{provider_id}
admin GET /api/v1/app/logging
admin POST /api/v1/app/logging
admin DELETE /api/v1/app/invocation_cache
admin PUT /api/v1/app/invocation_cache/enable
admin PUT /api/v1/app/invocation_cache/disable
admin GET /api/v1/app/invocation_cache/status
user POST /api/v1/queue/{queue_id}/enqueue_batch
user GET /api/v1/queue/{queue_id}/list_all
user GET /api/v1/queue/{queue_id}/item_ids
user POST /api/v1/queue/{queue_id}/items_by_ids
user POST /api/v1/queue/{queue_id}/item_summaries_by_ids
admin PUT /api/v1/queue/{queue_id}/processor/resume
admin PUT /api/v1/queue/{queue_id}/processor/pause
user PUT /api/v1/queue/{queue_id}/cancel_all_except_current
user PUT /api/v1/queue/{queue_id}/delete_all_except_current
user PUT /api/v1/queue/{queue_id}/cancel_by_batch_ids
user PUT /api/v1/queue/{queue_id}/cancel_by_destination
user PUT /api/v1/queue/{queue_id}/retry_items_by_id
user PUT /api/v1/queue/{queue_id}/clear
user PUT /api/v1/queue/{queue_id}/prune
user GET /api/v1/queue/{queue_id}/current
user GET /api/v1/queue/{queue_id}/next
user GET /api/v1/queue/{queue_id}/status
user GET /api/v1/queue/{queue_id}/b/{batch_id}/status
user GET /api/v1/queue/{queue_id}/i/{item_id}
user DELETE /api/v1/queue/{queue_id}/i/{item_id}
user PUT /api/v1/queue/{queue_id}/i/{item_id}/cancel
user GET /api/v1/queue/{queue_id}/counts_by_destination
user DELETE /api/v1/queue/{queue_id}/d/{destination}
user GET /api/v1/workflows/i/{workflow_id}
user PATCH /api/v1/workflows/i/{workflow_id}
user DELETE /api/v1/workflows/i/{workflow_id}
user POST /api/v1/workflows/
user GET /api/v1/workflows/
user PUT /api/v1/workflows/i/{workflow_id}/thumbnail
user DELETE /api/v1/workflows/i/{workflow_id}/thumbnail
media GET /api/v1/workflows/i/{workflow_id}/thumbnail
user PATCH /api/v1/workflows/i/{workflow_id}/is_public
user GET /api/v1/workflows/tags
user GET /api/v1/workflows/counts_by_tag
user GET /api/v1/workflows/counts_by_category
user PUT /api/v1/workflows/i/{workflow_id}/opened_at
user GET /api/v1/style_presets/i/{style_preset_id}
user PATCH /api/v1/style_presets/i/{style_preset_id}
user DELETE /api/v1/style_presets/i/{style_preset_id}
user GET /api/v1/style_presets/
user POST /api/v1/style_presets/
media GET /api/v1/style_presets/i/{style_preset_id}/image
user GET /api/v1/style_presets/export
user POST /api/v1/style_presets/import
user GET /api/v1/system_prompts/
user POST /api/v1/system_prompts/
user GET /api/v1/system_prompts/i/{system_prompt_id}
user PATCH /api/v1/system_prompts/i/{system_prompt_id}
user DELETE /api/v1/system_prompts/i/{system_prompt_id}
user GET /api/v1/client_state/{queue_id}/get_by_key
user POST /api/v1/client_state/{queue_id}/set_by_key
user GET /api/v1/client_state/{queue_id}/get_keys_by_prefix
user POST /api/v1/client_state/{queue_id}/delete_by_key
user POST /api/v1/client_state/{queue_id}/delete
user POST /api/v1/recall/{queue_id}
user GET /api/v1/recall/{queue_id}
admin GET /api/v2/custom_nodes/
admin POST /api/v2/custom_nodes/install
admin DELETE /api/v2/custom_nodes/{pack_name}
admin POST /api/v2/custom_nodes/reload
`

// operations beyond the reference
const OURS = `
account GET /api/v1/auth/directory
user POST /api/v1/boards/{board_id}/share
user GET /api/v1/boards/{board_id}/shares
user DELETE /api/v1/boards/{board_id}/share/{user_id}
account GET /api/v1/auth/sessions
account DELETE /api/v1/auth/sessions
account DELETE /api/v1/auth/sessions/{session_id}
account_admin GET /api/v1/auth/users/{user_id}/sessions
account_admin DELETE /api/v1/auth/users/{user_id}/sessions
account GET /api/v1/auth/me/access-log
account POST /api/v1/auth/me/access-log/{opening_id}/noted
account POST /api/v1/auth/api-keys
account GET /api/v1/auth/api-keys
account DELETE /api/v1/auth/api-keys/{key_id}
admin GET /api/v1/audit
admin GET /api/v1/admin/content-owners
user POST /api/v1/auth/me/export
user GET /api/v1/auth/me/exports
account_admin POST /api/v1/auth/users/{user_id}/export
admin GET /api/v1/admin/transfers
admin GET /api/v1/audit.csv
admin GET /api/v1/admin/users
admin GET /api/v1/admin/break-glass
admin POST /api/v1/admin/break-glass
admin DELETE /api/v1/admin/break-glass/{opening_id}
admin POST /api/v1/admin/transfers
admin POST /api/v1/admin/transfers/{transfer_id}/undo
account_admin GET /api/v1/auth/users/{user_id}/api-keys
account_admin DELETE /api/v1/auth/users/{user_id}/api-keys
account_admin DELETE /api/v1/auth/users/{user_id}/api-keys/{key_id}
account_admin POST /api/v1/auth/invitations
account_admin GET /api/v1/auth/invitations
account_admin DELETE /api/v1/auth/invitations/{invitation_id}
anyone POST /api/v1/auth/invitations/accept
account_admin POST /api/v1/auth/users/{user_id}/reset-link
anyone POST /api/v1/auth/reset-password
anyone POST /api/v1/auth/forgot-password
anyone POST /api/v1/auth/one-time-link
user GET /api/v1/images/trash
user POST /api/v1/images/restore
media GET /api/v1/images/trash/{image_name}/thumbnail
user DELETE /api/v1/images/trash
user POST /api/v1/images/trash/restore
user POST /api/v1/boards/{board_id}/links
user GET /api/v1/boards/{board_id}/links
user DELETE /api/v1/boards/{board_id}/links/{link_id}
anyone GET /api/v1/public/{token}
anyone GET /api/v1/public/{token}/images/{image_name}/full
anyone GET /api/v1/public/{token}/images/{image_name}/thumbnail
anyone GET /health/live
anyone GET /health/ready
admin GET /metrics
`

// HEAD of further files
const HEADS = `
media HEAD /api/v1/images/i/{image_name}/thumbnail
media HEAD /api/v1/images/trash/{image_name}/thumbnail
user HEAD /api/v1/images/download/{bulk_download_item_name}
media HEAD /api/v1/videos/i/{video_name}/thumbnail
media HEAD /api/v1/workflows/i/{workflow_id}/thumbnail
media HEAD /api/v1/style_presets/i/{style_preset_id}/image
user HEAD /api/v1/style_presets/export
media HEAD /api/v2/models/i/{key}/image
anyone HEAD /api/v1/public/{token}/images/{image_name}/full
anyone HEAD /api/v1/public/{token}/images/{image_name}/thumbnail
`

const routes = listRoutes()
const readTable = (table: string) => table.trim().split('\n').sort()
const nameOf = ({ method, path, access }: Route) => `${access.media ? 'media' : access.who} ${method} ${path}`

test('the routes are those of the matrix, our own, and HEAD of every file, each with who may call it', () => {
  const expected = [REFERENCE, OURS, HEADS].flatMap(readTable).sort()
  expect(routes.map(({ route }) => nameOf(route)).sort()).toEqual(expected)
  expect([readTable(REFERENCE).length, readTable(OURS).length, readTable(HEADS).length]).toEqual([189, 52, 10])
})

test('no two routes have the same name, or the same method and path', () => {
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length)
  const places = routes.map(({ route }) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`)
  expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([])
})

test('every summary is a sentence without its full stop', () => {
  expect(routes.filter(({ route }) => !/^[A-Z].*[^.]$/.test(route.summary)).map(({ name }) => name)).toEqual([])
})

test('every error that a route may answer with is in the catalogue', () => {
  const codes = routes.flatMap(({ route }) => listErrors(route))
  expect(codes.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
})

test('the table for clients has method, path and kind of answer of every route, and nothing else', () => {
  const paths = listPaths()
  expect(Object.keys(paths)).toHaveLength(routes.length)
  expect(paths.updateBoard).toEqual({ method: 'PATCH', path: '/api/v1/boards/{board_id}' })
  expect(paths.headImageFull).toEqual({ method: 'HEAD', path: '/api/v1/images/i/{image_name}/full', answer: 'file' })
})

// the reading POSTs, and what a key for generating may do beside reading
const SCOPES = `
read getImagesByNames getQueueItems getQueueItemSummaries listRelatedOfModels
generate uploadImage uploadVideo enqueueBatch createBoard addImageToBoard addImagesToBoard addVideoToBoard
generate cancelQueueItem cancelBatches cancelDestination cancelAllExceptCurrent
none logIn logOut setUp renewMediaCookie endOtherSessions endSession endSessionsOfUser createApiKey listApiKeys deleteApiKey acceptInvitation resetPassword readOneTimeLink forgetPassword
none createResetLink openAccount noteOwnAccess listApiKeysOfUser deleteApiKeysOfUser deleteApiKeyOfUser
`

test('API keys reach what their scope says: reading, generating, all else only to manage, and some nothing', () => {
  const named = new Map(
    readTable(SCOPES).flatMap((line) => {
      const [scope, ...names] = line.split(' ')
      return names.map((name) => [name, scope] as const)
    }),
  )
  const expected = routes.map(({ name, route }) => {
    const reads = route.method === 'GET' || route.method === 'HEAD'
    const usual = reads && !route.access.who.endsWith('admin') ? 'read' : 'manage'
    return [name, named.get(name) ?? usual]
  })
  expect(routes.map(({ name, route }) => [name, route.scope])).toEqual(expected)
})

test('lists of content and acts by a condition take a scope for administrators, acts on named things do not', () => {
  const scoped = routes.filter(({ route }) => route.query !== undefined && 'scope' in route.query.shape).map(({ name }) => name)
  expect(scoped.filter((name) => !name.startsWith('head')).sort()).toEqual(
    `
    cancelAllExceptCurrent cancelDestination clearIntermediates clearQueue countIntermediates countWorkflowsByCategory
    countWorkflowsByTag deleteAllExceptCurrent deleteDestination deleteUncategorizedImages deleteUncategorizedVideos
    exportStylePresets listBoardImageNames listBoards listGalleryItemNames listGalleryItemRefs listGalleryItems
    listImageNames listImageNamesOfDay listImages listItemRefsOfDay listStylePresets listSystemPrompts listTrash
    listVideoNames listVideos listVirtualBoards listWorkflows listWorkflowTags pruneQueue
    `
      .trim()
      .split(/\s+/)
      .sort(),
  )
})

test('every route below a queue is refused for a queue that does not exist', () => {
  const below = routes.filter(({ route }) => route.path.startsWith('/api/v1/queue/'))
  expect(below).toHaveLength(23)
  expect(below.every(({ route }) => listErrors(route).includes('queue_not_found'))).toBe(true)
})

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['listImages', {}, { offset: 0, limit: 10, order_dir: 'DESC', starred_first: true }],
  ['listImages', { limit: '0', offset: '20', is_intermediate: 'false' }, { limit: 0, offset: 20, is_intermediate: false }],
  ['listImages', { categories: 'control' }, { categories: ['control'] }],
  ['listImages', { categories: ['control', 'mask'] }, { categories: ['control', 'mask'] }],
  ['listBoards', { all: 'true' }, { all: true, direction: 'DESC', order_by: 'created_at', include_archived: false }],
  ['listAudit', {}, { offset: 0, limit: 50 }],
  ['listWorkflows', {}, { page: 0, order_by: 'name', direction: 'ASC' }],
  ['listTrash', { scope: 'all' }, { scope: 'all', limit: 50 }],
])('%s reads the query %o', (name, query, expected) => {
  const route: Route = ROUTES[name as keyof typeof ROUTES]
  expect(route.query?.parse(query)).toMatchObject(expected)
})

test.each<[string, Record<string, unknown>]>([
  ['listImages', { limit: '-1' }],
  ['listImages', { limit: 'ten' }],
  ['listImages', { limit: '' }],
  ['listImages', { limit: '1e3' }],
  ['listImages', { limit: ['1', '2'] }],
  ['listImages', { offset: '1.5' }],
  ['listImages', { order_dir: 'asc' }],
  ['listImages', { categories: 'everything' }],
  ['listImages', { is_intermediate: 'perhaps' }],
  ['listImages', { scope: 'mine' }],
  ['listGalleryItems', { limit: '1001' }],
  ['listTrash', { limit: '0' }],
  ['listAudit', { limit: '1001' }],
  ['listAudit', { since: '2026-08-19' }],
  ['uploadImage', { image_category: 'general' }],
  ['createBoard', { board_name: '' }],
  ['createBoard', { board_name: 'x'.repeat(301) }],
  ['deleteUser', { content: 'sell' }],
  ['getModelByAttributes', { name: 'x', type: 'main' }],
])('%s refuses the query %o', (name, query) => {
  const route: Route = ROUTES[name as keyof typeof ROUTES]
  expect(route.query?.safeParse(query).success).toBe(false)
})

test.each(['abc', '1.5', '', '99999999999999999999', '0x10', ' 1'])('a queue item cannot have the id "%s"', (item_id) => {
  expect(ROUTES.getQueueItem.params.safeParse({ queue_id: 'default', item_id }).success).toBe(false)
})

test('the id of a queue item is read to a number', () => {
  expect(ROUTES.getQueueItem.params.parse({ queue_id: 'default', item_id: '17' })).toEqual({ queue_id: 'default', item_id: 17 })
})

test('a board name of 300 characters is taken, whatever they are made of', () => {
  expect(ROUTES.createBoard.query.parse({ board_name: '🎨'.repeat(300) }).board_name).toHaveLength(600)
})
