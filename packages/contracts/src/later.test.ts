import { expect, test } from 'vitest'
import { AppError } from './app-error.ts'
import { answerLater } from './later.ts'
import { answersJson, type Route } from './route.ts'
import { listErrors } from './route-errors.ts'
import { listRoutes, ROUTES } from './routes/index.ts'

const waiting = listRoutes().filter(({ route }) => route.later !== undefined)
const input = {
  params: {
    video_name: 'v.mp4',
    transfer_id: 't',
    user_id: 'u',
    provider_id: 'gemini',
  },
  query: { offset: 3, limit: 7 },
  headers: {},
  body: { video_name: 'v.mp4', model_key: 'm' },
  form: {},
}

const answerOf = (route: Route): unknown => {
  try {
    return answerLater(route.later!, input)
  } catch (error) {
    return error
  }
}

test.each(waiting)('$name answers while it is not offered', ({ route }) => {
  const answer = answerOf(route)
  if (answer instanceof AppError) {
    expect(listErrors(route)).toContain(answer.code)
    return expect(answer.message).not.toContain('{')
  }
  if (!answersJson(route.response)) throw new Error('a body needs a schema')
  // what stands there goes out as it is: parsing changes nothing
  expect(route.response.parse(answer)).toEqual(answer)
})

test('nothing of what stands only in documents is left without an answer', () => {
  const sections = new Set(waiting.map(({ route }) => route.tags[0]))
  expect([...sections].sort()).toEqual(['app', 'custom_nodes', 'image_moves', 'images', 'models', 'utilities', 'videos'].sort())
  const videos = listRoutes().filter(({ route }) => route.tags[0] === 'videos')
  expect(videos.every(({ route }) => route.later !== undefined)).toBe(true)
})

test.each<[keyof typeof ROUTES, unknown]>([
  ['deleteVideos', { deleted_videos: [], failed_videos: [], affected_boards: [] }],
  ['starVideos', { starred_videos: [], affected_boards: [] }],
  ['listVideos', { items: [], offset: 3, limit: 7, total: 0 }],
  ['getHuggingFaceLogin', 'unknown'],
  ['listNodePacks', { node_packs: [], custom_nodes_path: '' }],
  [
    'getImageMoveStatus',
    {
      is_running: false,
      operation: null,
      active_job_id: null,
      latest_job: null,
      last_error: null,
      needs_move_count: 0,
    },
  ],
])('%s answers with what is empty', (name, body) => {
  expect(answerOf(ROUTES[name])).toEqual(body)
})

test.each<[keyof typeof ROUTES, string, string | undefined]>([
  ['getVideo', 'video_not_found', 'Video not found'],
  ['addVideoToBoard', 'video_not_found', 'Video not found'],
  ['expandPrompt', 'model_not_found', 'Model not found'],
  ['createImageUploadEntry', 'not_implemented', 'Not implemented'],
  ['convertModel', 'not_offered', undefined],
])('%s is refused with %s', (name, code, message) => {
  const answer = answerOf(ROUTES[name])
  expect(answer).toMatchObject({ code, ...(message !== undefined && { message }) })
})

test('an unknown external provider is not found before it is not offered', () => {
  const known = () => answerLater(ROUTES.setExternalProviderConfig.later!, input)
  const unknown = () => answerLater(ROUTES.setExternalProviderConfig.later!, { params: { provider_id: 'elsewhere' } })
  expect(known).toThrow(expect.objectContaining({ code: 'not_offered' }))
  expect(unknown).toThrow(expect.objectContaining({ code: 'external_provider_not_found' }))
})

test('each refusal is an error of its own', () => {
  expect(answerOf(ROUTES.getVideo)).not.toBe(answerOf(ROUTES.getVideo))
})
