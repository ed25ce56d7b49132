import { z } from 'zod'
import { RecallParameters, RecallResult } from '../entities/recall.ts'
import { defineRoute } from '../route.ts'
import { wireFlag } from '../wire-values.ts'

// any queue id is taken and none is looked at
const params = z.object({ queue_id: z.string() })
const key = z.object({ key: z.string() })

/** What pages keep on the server for their user: texts by key, seen by nobody else. */
export const clientStateRoutes = {
  getClientState: defineRoute({
    method: 'GET',
    path: '/api/v1/client_state/{queue_id}/get_by_key',
    summary: 'Get a value; its ETag changes with each write',
    params,
    query: key,
    response: z.string().nullable(),
    access: 'user',
  }),
  setClientState: defineRoute({
    method: 'POST',
    path: '/api/v1/client_state/{queue_id}/set_by_key',
    summary: 'Set a value; with If-Match only when nobody has written since',
    params,
    query: key,
    headers: z.object({ 'if-match': z.string().optional() }),
    // text/plain is the value itself, JSON has to be a string
    body: z.string(),
    consumes: ['text/plain', 'application/json'],
    response: z.string(),
    access: 'user',
    errors: ['client_state_stale'],
  }),
  listClientStateKeys: defineRoute({
    method: 'GET',
    path: '/api/v1/client_state/{queue_id}/get_keys_by_prefix',
    summary: 'List the keys that begin with a text, latest changed first',
    params,
    query: z.object({ prefix: z.string() }),
    response: z.array(z.string()),
    access: 'user',
  }),
  deleteClientStateKey: defineRoute({
    method: 'POST',
    path: '/api/v1/client_state/{queue_id}/delete_by_key',
    summary: 'Delete a value',
    params,
    query: key,
    response: z.null(),
    access: 'user',
  }),
  deleteClientState: defineRoute({
    method: 'POST',
    path: '/api/v1/client_state/{queue_id}/delete',
    summary: 'Delete all values',
    params,
    response: z.null(),
    access: 'user',
  }),
}

/** Putting settings into the caller's page from another program. */
export const recallRoutes = {
  recall: defineRoute({
    method: 'POST',
    path: '/api/v1/recall/{queue_id}',
    summary: "Put settings into the caller's page",
    params,
    query: z.object({ strict: wireFlag().default(false), append: wireFlag().default(false) }),
    body: RecallParameters,
    response: RecallResult,
    access: 'user',
    errors: ['recall_strict_and_append', 'recall_image_forbidden', 'image_not_found'],
  }),
  describeRecall: defineRoute({
    method: 'GET',
    path: '/api/v1/recall/{queue_id}',
    summary: 'Tell how to put settings into a page',
    params,
    response: z.record(z.string(), z.unknown()),
    access: 'user',
  }),
}
