import { z } from 'zod'
import { RefusalBody, ValidationBody } from './entities/validation.ts'
import { ERRORS, type ErrorRow } from './errors.ts'
import { EVENTS } from './events/index.ts'
import { answersJson, type Route, sendsFile } from './route.ts'
import { listErrors } from './route-errors.ts'
import { listRoutes, type NamedRoute } from './routes/index.ts'

/** A JSON Schema, 2020-12. */
export type JsonSchema = { [keyword: string]: unknown }

/** An OpenAPI 3.1 document, as far as its readers here know it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Record<string, Record<string, JsonSchema>>
  readonly components: { readonly schemas: Record<string, JsonSchema>; readonly securitySchemes: JsonSchema }
}

type Form = 'input' | 'output'

/**
 * Describes routes and events as an OpenAPI document.
 *
 * A named schema stands once among the components: in the form in which answers use it, else in that of requests. Parameters are
 * described as what they are read to.
 *
 * @param version  of the program
 * @param schemas  further components by name, those of nodes and their outputs; the same may come more than once
 * @throws when one name has two bodies
 */
export function buildOpenApi({
  version,
  schemas = [],
  routes = listRoutes(),
}: {
  version: string
  schemas?: Iterable<readonly [name: string, schema: JsonSchema]>
  routes?: readonly NamedRoute[]
}): OpenApiDocument {
  const components = createComponents()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const { name, route } of routes) {
    const operation = describeOperation(name, route, components.describe)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
  }
  for (const event of Object.values(EVENTS)) components.describe(event.payload, 'output')
  for (const [name, body] of schemas) components.add(name, body, 'output')
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bottega',
      version,
      description:
        'A studio for generative images that many people share. Events are told over Socket.IO; their payloads are among the schemas.',
    },
    paths,
    components: {
      schemas: components.list(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A session token or an API key' },
        session: { type: 'apiKey', in: 'cookie', name: 'bottega_session' },
        media: { type: 'apiKey', in: 'cookie', name: 'bottega_media_token' },
      },
    },
  }
}

type Describe = (schema: z.ZodType, form: Form) => JsonSchema

function describeOperation(name: string, route: Route, describe: Describe): JsonSchema {
  const { access } = route
  const parameters = [
    ...describeParameters('path', route.params, describe),
    ...describeParameters('query', route.query, describe),
    ...describeParameters('header', route.headers, describe),
  ]
  const body = route.form ?? route.body
  const credentials = [{ bearer: [] }, { session: [] }, ...(access.media ? [{ media: [] }] : [])]
  return {
    operationId: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    summary: route.summary,
    tags: route.tags,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: !accepts(body, undefined), content: describeContent(route.consumes, describe(body, 'input')) },
    }),
    responses: { ...describeErrors(route, describe), ...describeAnswers(route, describe) },
    security: access.who === 'anyone' ? [] : credentials,
    ...(route.later !== undefined && { 'x-offered': false }),
  }
}

function describeParameters(place: 'path' | 'query' | 'header', part: z.ZodObject | undefined, describe: Describe): JsonSchema[] {
  return Object.entries<z.ZodType>(part?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: !accepts(schema, undefined),
    schema: describe(schema, 'output'),
  }))
}

function describeAnswers(route: Route, describe: Describe): JsonSchema {
  const { response } = route
  const content = answersJson(response)
    ? describeContent(['application/json'], describe(response, 'output'))
    : response.kind === 'empty'
      ? undefined
      : describeContent(response.types, { type: 'string', ...(response.kind === 'file' && { format: 'binary' }) })
  const answer = { description: 'Done', ...(content !== undefined && route.method !== 'HEAD' && { content }) }
  return {
    ...Object.fromEntries([route.status, ...route.otherStatuses].map((status) => [status, answer])),
    ...(sendsFile(route) && {
      206: { ...answer, description: 'The range that was asked for' },
      304: { description: 'Not changed since' },
    }),
  }
}

function describeErrors(route: Route, describe: Describe): JsonSchema {
  const texts = new Map<number, string[]>()
  for (const code of listErrors(route)) {
    const { status, message }: ErrorRow = ERRORS[code]
    texts.set(status, [...(texts.get(status) ?? []), message])
  }
  const answers = [...texts].map(([status, messages]) => {
    const content = describeContent(['application/json'], describe(status === 422 ? ValidationBody : RefusalBody, 'output'))
    return [status, { description: messages.join(' | '), ...(route.method !== 'HEAD' && { content }) }]
  })
  return Object.fromEntries(answers)
}

function describeContent(types: readonly string[], schema: JsonSchema): JsonSchema {
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success
}

/** Gathers named schemas, so that each stands once and a name means one thing. */
function createComponents() {
  const forms: Record<Form, Map<string, JsonSchema>> = { input: new Map(), output: new Map() }

  function add(name: string, body: JsonSchema, form: Form): void {
    const known = forms[form].get(name)
    if (known !== undefined && !isSame(known, body))
      throw new Error(`two schemas are named ${name}: give one of them another name`)
    forms[form].set(name, body)
  }

  function describe(schema: z.ZodType, form: Form): JsonSchema {
    const { $defs = {}, ...body } = z.toJSONSchema(schema, { io: form, unrepresentable: 'any', override: openObjects })
    for (const [name, definition] of Object.entries($defs)) add(name, tidy(definition), form)
    return tidy(body)
  }

  function list(): Record<string, JsonSchema> {
    for (const [name, output] of forms.output) {
      const input = forms.input.get(name)
      if (input !== undefined && !isSame(input, output))
        throw new Error(`${name} is not the same in requests and in answers: name the two forms apart`)
    }
    return Object.fromEntries([...forms.input, ...forms.output].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  return { add, describe, list }
}

// answers may gain keys, and clients have to bear it; only strict objects are closed
function openObjects({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const { def } = zodSchema._zod
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties
}

const PREFIX = '#/$defs/'

/** Without what zod adds and nobody needs, and with references into the components. */
function tidy(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$schema' || key === '$id') return undefined
    if ((key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return undefined
    return key === '$ref' && typeof value === 'string' ? value.replace(PREFIX, '#/components/schemas/') : value
  })
}

function isSame(a: JsonSchema, b: JsonSchema): boolean {
  return JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b))
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}
