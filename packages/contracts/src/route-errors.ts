import { listRefusals } from './access.ts'
import type { ErrorCode } from './errors.ts'
import { type Route, sendsFile } from './route.ts'

/**
 * Every code that a route may answer with: what its access and its input imply, what it declares, and how it answers while it is
 * not offered. Faults of the server itself are left out.
 */
export function listErrors(route: Route): ErrorCode[] {
  const { access, scope, later } = route
  const changes = route.method !== 'GET' && route.method !== 'HEAD'
  const readsBody = route.body !== undefined || route.form !== undefined
  const reads = readsBody || [route.params, route.query, route.headers].some((part) => part !== undefined)
  const codes: ErrorCode[] = [
    ...listRefusals(access),
    ...(access.who === 'anyone' ? [] : [scope === 'none' ? ('api_key_refused' as const) : ('scope_insufficient' as const)]),
    ...(changes ? (['origin_forbidden'] as const) : []),
    ...(reads ? (['request_invalid'] as const) : []),
    ...(readsBody ? (['media_type_unsupported', 'body_too_large'] as const) : []),
    ...(sendsFile(route) ? (['range_unsatisfiable'] as const) : []),
    ...route.errors,
    ...(typeof later === 'object' && 'refusal' in later ? [later.refusal().code] : []),
  ]
  return [...new Set(codes)]
}
