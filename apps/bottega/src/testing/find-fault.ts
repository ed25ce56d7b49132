import { answersJson, ERRORS, type ErrorRow, listErrors, type Route } from '@bottega/contracts'
import type { Answer } from './temporary-server.ts'

/** Refusals that any request may meet before its route is found. */
const ANY_ROUTE = ['route_not_found', 'headers_too_large', 'body_malformed'] as const

/** What never stands in a refusal: traces, names of our files and of the store, what the system says of files. */
const INTERNALS =
  /\bat .{0,80}\.[cm]?[jt]s:\d+|node_modules|sqlite|\bE(?:NOENT|ACCES|ISDIR|NOTDIR|INVAL|NAMETOOLONG)\b|\bselect .+ from\b/i

/**
 * What is wrong with an answer by the declaration of its route; undefined when it is one that the route may give.
 *
 * A success has a declared status and a body of the declared kind, which says all that the schema names and nothing else. A
 * refusal has the status of an error that the route declares, and a body that says why and nothing of the inside.
 *
 * @param secrets  texts that may not stand in a refusal
 */
export function findFault(
  route: Route,
  { status, headers, bytes, json }: Answer,
  secrets: readonly string[] = [],
): string | undefined {
  if (status < 400) return findFaultOfSuccess(route, { status, headers, bytes, json })
  if (status === 503 && route.otherStatuses.includes(503)) return undefined
  if (route.method !== 'HEAD') {
    const fault = findFaultOfRefusal(status, headers, json)
    if (fault !== undefined) return fault
  }
  const text = bytes.toString()
  const told = INTERNALS.exec(text)?.[0] ?? secrets.find((secret) => text.includes(secret))
  if (told !== undefined) return `tells ${told}`
  const allowed: readonly ErrorRow[] = [...listErrors(route), ...ANY_ROUTE].map((code) => ERRORS[code])
  if (!allowed.some((row) => row.status === status)) return `${status} is no refusal of this route`
  return undefined
}

function findFaultOfSuccess({ response, status: usual, otherStatuses, method }: Route, answer: Answer): string | undefined {
  const { status, headers, bytes, json } = answer
  if (![usual, ...otherStatuses].includes(status)) return `answered ${status}`
  if (method === 'HEAD') return bytes.length === 0 ? undefined : 'HEAD has a body'
  if (answersJson(response)) {
    if (json === undefined) return 'is no JSON'
    const parsed = response.safeParse(json)
    if (!parsed.success) return `does not fit: ${JSON.stringify(parsed.error.issues[0])}`
    return canonical(parsed.data) === canonical(json) ? undefined : 'says more than its schema'
  }
  if (response.kind === 'empty') return bytes.length === 0 ? undefined : 'has a body'
  const type = headers.get('content-type') ?? ''
  if (!response.types.some((known) => type.startsWith(known))) return `is of type ${type}`
  return bytes.length > 0 ? undefined : 'is empty'
}

function findFaultOfRefusal(status: number, headers: Headers, json: unknown): string | undefined {
  if (!headers.get('content-type')?.startsWith('application/json')) return `refused as ${headers.get('content-type')}`
  if (typeof json !== 'object' || json === null || !('detail' in json)) return 'refused without a reason'
  const { detail, ...more } = json
  const isList =
    status === 422 && Array.isArray(detail) && detail.length > 0 && detail.every(({ msg }) => typeof msg === 'string')
  if (!isList && (typeof detail !== 'string' || detail === '')) return 'refused without a sentence'
  const known: readonly ErrorRow[] = Object.values(ERRORS)
  const keys = known.filter((row) => row.status === status).map(({ body = [] }) => String(body))
  return keys.includes(String(Object.keys(more))) ? undefined : `refused with ${Object.keys(more)}`
}

/** Keys in one order, so that texts of equal values are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort())
      : inner,
  )
}
