import { AppError, type Route, type RouteInput, type ValidationIssue } from '@bottega/contracts'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { describeIssues, type Part } from './errors.ts'
import { readForm } from './form-body.ts'
import { parseJsonBody } from './json-body.ts'

/**
 * Reads a request by the schemas of its route.
 *
 * @throws AppError `request_invalid` with all that does not fit, `body_malformed`, `media_type_unsupported`, `body_too_large`
 */
export async function readInput(route: Route, request: FastifyRequest): Promise<RouteInput> {
  const body = await readBody(route, request)
  const issues: ValidationIssue[] = []
  const read = (part: Part, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined
    const parsed = schema.safeParse(value, { reportInput: true })
    if (!parsed.success) issues.push(...describeIssues(part, parsed.error))
    return parsed.data
  }
  const input = {
    params: read('path', route.params, request.params),
    query: read('query', route.query, request.query),
    headers: read('header', route.headers, request.headers),
    body: read('body', route.body, body),
    form: read('body', route.form, body),
  }
  if (issues.length > 0) throw new AppError('request_invalid', { issues })
  return input
}

async function readBody(route: Route, request: FastifyRequest): Promise<unknown> {
  if (route.body === undefined && route.form === undefined) return undefined
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (route.form !== undefined) {
    if (type !== 'multipart/form-data') throw new AppError('media_type_unsupported', { expected: 'multipart/form-data' })
    return readForm(request)
  }
  // every body but forms was gathered whole
  const bytes = Buffer.isBuffer(request.body) ? request.body : undefined
  const isJson = type === undefined || type === 'application/json' || type.endsWith('+json')
  if (isJson && route.consumes.includes('application/json')) return parseJsonBody(bytes)
  if (type !== undefined && route.consumes.includes(type)) return bytes?.toString('utf8') ?? ''
  if (bytes === undefined || bytes.length === 0) return undefined
  throw new AppError('media_type_unsupported', { expected: route.consumes.join(' or ') })
}
