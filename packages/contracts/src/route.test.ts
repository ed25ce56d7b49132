import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { EMPTY, file } from './response.ts'
import { type AnswerOf, defineRoute, type InputOf, makeHead, type PathNames, type RequestOf } from './route.ts'
import { wireInteger } from './wire-values.ts'

const params = z.object({ board_id: z.string() })
const response = z.object({ name: z.string() })
const access = { resource: 'board', by: 'board_id', action: 'update' } as const
const summary = 'Try something'

const route = defineRoute({
  method: 'PATCH',
  path: '/api/v1/boards/{board_id}',
  summary,
  params,
  query: z.object({ limit: wireInteger().default(10) }),
  body: z.object({ name: z.string() }),
  response,
  access,
  errors: ['board_not_found'],
})

test('what a route leaves out has its usual value', () => {
  expect(route).toMatchObject({
    status: 200,
    otherStatuses: [],
    tags: ['boards'],
    consumes: ['application/json'],
    scope: 'manage',
    access: { who: 'user', media: false, rules: [access] },
    later: undefined,
  })
  const gone = defineRoute({ method: 'DELETE', path: '/api/v1/things/', summary, response: EMPTY, access: 'user' })
  expect(gone.status).toBe(204)
  const listed = defineRoute({ method: 'GET', path: '/api/v1/things/', summary, response, access: 'user' })
  expect(listed.scope).toBe('read')
  const administered = defineRoute({ method: 'GET', path: '/health/live', summary, response, access: 'admin' })
  expect(administered).toMatchObject({ scope: 'manage', tags: ['health'] })
})

test('HEAD of a file has the access of its GET', () => {
  const get = defineRoute({
    method: 'GET',
    path: '/api/v1/boards/{board_id}/picture',
    summary,
    params,
    response: file(['image/png'], 'immutable'),
    access: { media: true, rules: [{ resource: 'board', by: 'board_id', action: 'read' }] },
  })
  expect(makeHead(get)).toEqual({ ...get, method: 'HEAD', summary: 'Try something: headers only' })
})

test('the types of a route follow from its schemas', () => {
  type Input = InputOf<typeof route>
  expectTypeOf<Input['params']>().toEqualTypeOf<{ board_id: string }>()
  expectTypeOf<Input['query']>().toEqualTypeOf<{ limit: number }>()
  expectTypeOf<Input['body']>().toEqualTypeOf<{ name: string }>()
  expectTypeOf<Input['form']>().toEqualTypeOf<undefined>()
  expectTypeOf<RequestOf<typeof route>['query']>().toEqualTypeOf<{ limit?: string | number | undefined }>()
  expectTypeOf<AnswerOf<typeof route>>().toEqualTypeOf<{ name: string }>()
  expectTypeOf<PathNames<'/a/{b}/c/{d}'>>().toEqualTypeOf<'b' | 'd'>()
  expectTypeOf<PathNames<'/a'>>().toEqualTypeOf<never>()
})

// What must not compile: each of these is checked by the type checker, and only built here.
test('a route that leaves something open does not compile', () => {
  const attempts = [
    // @ts-expect-error access is missing
    () => defineRoute({ method: 'GET', path: '/api/v1/things/', summary, response }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/{board_id}',
        summary,
        // @ts-expect-error the path names another thing
        params: z.object({ image_name: z.string() }),
        response,
        access: 'user',
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/{board_id}',
        summary,
        // @ts-expect-error the path does not name link_id
        params: z.object({ board_id: z.string(), link_id: z.string() }),
        response,
        access: 'user',
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/',
        summary,
        // @ts-expect-error the path names nothing
        params,
        response,
        access: 'user',
      }),
    // @ts-expect-error the path names a board, and params are missing
    () => defineRoute({ method: 'GET', path: '/api/v1/boards/{board_id}', summary, response, access: 'user' }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/{board_id}',
        summary,
        params,
        response,
        // @ts-expect-error nothing in the request has this name
        access: { resource: 'board', by: 'board', action: 'read' },
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/{board_id}',
        summary,
        params,
        response,
        // @ts-expect-error nobody starts a board
        access: { resource: 'board', by: 'board_id', action: 'start' },
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/boards/{board_id}',
        summary,
        params,
        response,
        // @ts-expect-error who is nobody
        access: 'somebody',
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/things/',
        summary,
        response,
        access: 'user',
        // @ts-expect-error no such code
        errors: ['thing_not_found'],
      }),
    () =>
      defineRoute({
        method: 'GET',
        path: '/api/v1/things/',
        summary,
        response,
        access: 'user',
        // @ts-expect-error the answer has a name
        later: { body: { title: 'x' } },
      }),
  ]
  expect(attempts).toHaveLength(10)
})

test('a rule may point at the path, the query, the body and the form', () => {
  const rule = (by: 'board_id') => ({ resource: 'board', by, action: 'read' }) as const
  const routes = [
    defineRoute({ method: 'GET', path: '/api/v1/a/{board_id}', summary, params, response, access: rule('board_id') }),
    defineRoute({ method: 'GET', path: '/api/v1/a', summary, query: params, response, access: rule('board_id') }),
    defineRoute({ method: 'POST', path: '/api/v1/a', summary, body: params, response, access: rule('board_id') }),
    defineRoute({ method: 'POST', path: '/api/v1/b', summary, body: params.optional(), response, access: rule('board_id') }),
    defineRoute({ method: 'POST', path: '/api/v1/c', summary, form: params, response, access: rule('board_id') }),
  ]
  expect(routes.map(({ access: { rules } }) => rules[0]?.by)).toEqual(Array(5).fill('board_id'))
  expect(routes[4]?.consumes).toEqual(['multipart/form-data'])
})
