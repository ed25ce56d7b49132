import type { z } from 'zod'

/** No body at all; the status is 204 unless the route says otherwise. */
export interface EmptyResponse {
  readonly kind: 'empty'
}

/**
 * How long an answer with a file may be kept by the browser:
 *
 * - `immutable`   for ever: its name never changes content (`private, max-age=31536000, immutable`)
 * - `revalidate`  kept, but asked for again by its ETag (`private, no-cache`)
 * - `never`       not kept (`private, no-store`)
 */
export type FileCaching = 'immutable' | 'revalidate' | 'never'

/** A file, streamed, with ETag, conditional requests and single ranges. */
export interface FileResponse {
  readonly kind: 'file'
  readonly types: readonly string[]
  readonly caching: FileCaching
}

/** A text that is no JSON: a page, figures. */
export interface TextResponse {
  readonly kind: 'text'
  readonly types: readonly string[]
}

/** What a route answers with: JSON of a schema, or one of the other kinds. */
export type RouteResponse = z.ZodType | EmptyResponse | FileResponse | TextResponse

/** No body at all. */
export const EMPTY: EmptyResponse = { kind: 'empty' }

/** A file of one of these content types. */
export function file(types: readonly [string, ...string[]], caching: FileCaching): FileResponse {
  return { kind: 'file', types, caching }
}

/** A text of this content type. */
export function text(type: string): TextResponse {
  return { kind: 'text', types: [type] }
}
