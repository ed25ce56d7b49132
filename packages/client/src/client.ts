import { readRefusal } from './api-error.ts'
import type { CallOptions, Client, Operation } from './calls.ts'
import { OPERATIONS } from './operations.ts'

/** Where a server is and who asks. */
export interface ClientOptions {
  /** Address of the server with its sub-path: `http://127.0.0.1:9090/studio`. A page of the server itself gives the path alone. */
  readonly baseUrl: string
  /** A session token or an API key; asked for before each call when it is a function. */
  readonly token?: string | (() => string | undefined)
  readonly fetch?: typeof globalThis.fetch
}

// what a call takes, once its types have done their work
interface AnyRequest {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly form?: Readonly<Record<string, unknown>>
}

/**
 * Makes a client of a server. A call ends with what the operation answers; it throws `ApiError` for a refusal, and what `fetch`
 * throws when the server cannot be reached or the signal was given.
 */
export function createClient({ baseUrl, token, fetch = globalThis.fetch }: ClientOptions): Client {
  const base = baseUrl.replace(/\/+$/, '')

  async function call(
    operation: Operation,
    request: AnyRequest = {},
    { signal, keepalive, onHeaders }: CallOptions = {},
  ): Promise<unknown> {
    const { method, path, answer } = operation
    const credential = typeof token === 'function' ? token() : token
    const response = await fetch(base + fillPath(path, request.params) + writeQuery(request.query), {
      method,
      headers: {
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...writeTexts(request.headers),
      },
      body: request.form ? writeForm(request.form) : request.body === undefined ? null : JSON.stringify(request.body),
      ...(signal && { signal }),
      ...(keepalive && { keepalive }),
    })
    // also 304, which has no body to read
    if (!response.ok) throw await readRefusal(response)
    onHeaders?.(response.headers)
    switch (answer) {
      case 'file':
        return response
      case 'text':
        return response.text()
      case 'empty':
        return undefined
      case undefined:
        return response.json()
    }
  }

  const calls = Object.entries<Operation>(OPERATIONS).map(([name, operation]) => [
    name,
    (request?: AnyRequest, options?: CallOptions) => call(operation, request, options),
  ])
  // the table has every operation, and answers are what its route declares
  return Object.fromEntries(calls) as Client
}

function fillPath(path: string, params: Readonly<Record<string, unknown>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(params[name])))
}

/** What is undefined or null is left out; a list becomes a parameter for each of its items. */
function writeQuery(query: Readonly<Record<string, unknown>> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) parameters.append(name, String(item))
    }
  }
  return parameters.size === 0 ? '' : `?${parameters}`
}

function writeTexts(headers: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const given = Object.entries(headers).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

function writeForm(fields: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.append(name, value)
    else if (value !== undefined) form.append(name, String(value))
  }
  return form
}
