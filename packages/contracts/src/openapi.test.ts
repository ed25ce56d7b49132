import { expect, test } from 'vitest'
import { z } from 'zod'
import { buildOpenApi, type JsonSchema } from './openapi.ts'
import { defineRoute } from './route.ts'
import { listRoutes, type NamedRoute } from './routes/index.ts'

const document = buildOpenApi({ version: '1.2.3' })

/** Every value of a key, however deep. */
function collect(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...collect(inner, key)])
}

const operation = (path: string, method: string) => document.paths[path]?.[method] as JsonSchema & { parameters: JsonSchema[] }
const parameter = (path: string, name: string) => operation(path, 'get').parameters.find((one) => one.name === name)

test('every route is in the document, HEAD of files too', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods))
  expect(operations).toHaveLength(listRoutes().length)
  expect(operation('/api/v1/images/i/{image_name}/full', 'head')).toBeDefined()
  const ids = collect(document.paths, 'operationId')
  expect(new Set(ids).size).toBe(operations.length)
  expect(ids).toContain('update_board')
})

test('every reference leads somewhere', () => {
  const references = [...new Set(collect(document, '$ref'))]
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
  expect(references.length).toBeGreaterThan(100)
  expect(references.filter((reference) => !known.includes(String(reference)))).toEqual([])
})

test('a path declares exactly the parameters that it names, all required', () => {
  const named = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const { parameters = [] } of Object.values(methods) as { parameters?: JsonSchema[] }[]) {
      const declared = parameters.filter((one) => one.in === 'path')
      expect(declared.map(({ name }) => name).sort(), path).toEqual(named(path))
      expect(
        declared.every(({ required }) => required === true),
        path,
      ).toBe(true)
      const places = parameters.map((one) => `${one.in} ${one.name}`)
      expect(new Set(places).size, path).toBe(places.length)
    }
  }
  const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
  expect(new Set(shapes).size).toBe(shapes.length)
})

test('nothing of the generator is left in it', () => {
  const text = JSON.stringify(document)
  expect(text).not.toMatch(/9007199254740991|\$schema|\$defs|"\$id"/)
})

test('parameters are described as what they are read to', () => {
  expect(parameter('/api/v1/images/', 'limit')).toEqual({
    name: 'limit',
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 0, default: 10 },
  })
  expect(parameter('/api/v1/images/', 'is_intermediate')).toMatchObject({ required: false, schema: { type: 'boolean' } })
  expect(parameter('/api/v1/images/', 'categories')?.schema).toEqual({
    type: 'array',
    items: { $ref: '#/components/schemas/ImageCategory' },
  })
  expect(parameter('/api/v1/queue/{queue_id}/i/{item_id}', 'item_id')).toEqual({
    name: 'item_id',
    in: 'path',
    required: true,
    schema: { type: 'integer' },
  })
})

test('a file of a form is binary, and a body that may be left out is not required', () => {
  expect(document.components.schemas.Body_upload_image).toMatchObject({
    required: ['file'],
    properties: { file: { type: 'string', format: 'binary' } },
  })
  expect(operation('/api/v1/images/download', 'post').requestBody).toMatchObject({ required: false })
  expect(operation('/api/v1/images/star', 'post').requestBody).toMatchObject({ required: true })
})

test('refusals stand under their statuses with their texts', () => {
  expect(operation('/api/v1/boards/{board_id}', 'get').responses).toMatchObject({
    200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/BoardDTO' } } } },
    403: { description: expect.stringContaining('Not authorized to access this board') },
    404: { description: 'Board not found' },
    422: { content: { 'application/json': { schema: { $ref: '#/components/schemas/HTTPValidationError' } } } },
  })
})

test('who needs no credentials is told so, and what is not offered is marked', () => {
  expect(operation('/api/v1/app/version', 'get').security).toEqual([])
  expect(operation('/api/v1/images/i/{image_name}/full', 'get').security).toContainEqual({ media: [] })
  expect(operation('/api/v1/videos/', 'get')['x-offered']).toBe(false)
  expect(operation('/api/v1/images/', 'get')['x-offered']).toBeUndefined()
})

test('objects are open but where unknown keys are refused', () => {
  expect(document.components.schemas.BoardDTO).not.toHaveProperty('additionalProperties')
  expect(document.components.schemas.BoardChanges).toMatchObject({ additionalProperties: false })
})

test('payloads of events are among the schemas', () => {
  expect(document.components.schemas).toMatchObject({
    InvocationProgressEvent: { properties: { percentage: expect.anything() } },
    SubscriptionErrorEvent: { required: ['timestamp', 'queue_id', 'message'] },
  })
})

test('schemas of nodes are taken as they are', () => {
  const node = { type: 'object', class: 'invocation', output: { $ref: '#/components/schemas/IntegerOutput' } }
  const schemas = { AddInvocation: node, IntegerOutput: { type: 'object', class: 'output' } }
  expect(buildOpenApi({ version: '1', schemas: Object.entries(schemas) }).components.schemas).toMatchObject(schemas)
})

test('a name with two bodies is refused, the same body twice is not', () => {
  const same = { type: 'string', enum: ['image', 'video'] }
  const build = (...schemas: [string, JsonSchema][]) => buildOpenApi({ version: '1', schemas })
  expect(() => build(['GalleryItemKind', same])).not.toThrow()
  expect(() => build(['Twice', same], ['Twice', { enum: ['image', 'video'], type: 'string' }])).not.toThrow()
  expect(() => build(['BoardDTO', { type: 'object' }])).toThrow('two schemas are named BoardDTO')
  expect(() => build(['Twice', same], ['Twice', { type: 'string' }])).toThrow('two schemas are named Twice')
})

test('a schema that is not the same in requests and answers is refused', () => {
  const Thing = z.object({ size: z.int().default(1) }).meta({ id: 'Thing' })
  const route = defineRoute({
    method: 'POST',
    path: '/api/v1/things/',
    summary: 'Make a thing',
    body: Thing,
    response: Thing,
    access: 'user',
  })
  const routes: NamedRoute[] = [{ name: 'createThing', route }]
  expect(() => buildOpenApi({ version: '1', routes })).toThrow('Thing is not the same in requests and in answers')
})
