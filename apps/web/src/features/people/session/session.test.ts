import { beforeEach, expect, test } from 'vitest'
import { endSession, noteRefusal, useSession } from './session.ts'

const state = () => useSession.getState()

beforeEach(() => useSession.setState({ phase: 'here', doubts: 0 }))

test.each([
  ['GET', '/studio/api/v1/images/'],
  ['PATCH', '/api/v1/auth/me'],
  ['GET', '/api/v1/auth/users'],
])('a refusal of %s %s is a reason to look at the account again', (method, path) => {
  noteRefusal(method, path)
  expect(state()).toEqual({ phase: 'here', doubts: 1 })
})

test.each(['POST login', 'GET me', 'POST logout', 'POST setup'])('a refusal of %s is an answer, and no news', (call) => {
  const [method = '', name] = call.split(' ')
  noteRefusal(method, `/api/v1/auth/${name}`)
  expect(state()).toEqual({ phase: 'here', doubts: 0 })
})

test.each(['changing', 'leaving', 'gone'] as const)('a session that somebody is %s is not over by itself', (phase) => {
  useSession.setState({ phase })
  endSession()
  expect(state().phase).toBe(phase)
})
