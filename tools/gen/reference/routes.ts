import { listRoutes, type NamedRoute } from '@bottega/contracts'
import { type Caller, type Decide, openDecisions } from './decide-access.ts'
import { code, writePage, writeTable } from './markdown.ts'

const CALLERS = ['user', 'owner', 'admin'] as const

/** Writes the page of all routes with who may call them, as the program itself decides it. */
export async function writeRoutes(): Promise<string> {
  const bySection = new Map<string, string[][]>()
  const { decide, close } = await openDecisions()
  for (const { route } of listRoutes()) {
    const section = route.tags.join(', ')
    bySection.set(section, [...(bySection.get(section) ?? []), await describe(route, decide)])
  }
  await close()
  return writePage(
    'Routes',
    'Who may call what: `anyone` without credentials; any other `user`, where the route names a thing, about a private one of somebody else; its\n' +
      '`owner`; an administrator (`admin`). The last columns say which scope an API key needs, and which things a call is about. Lists show to each\n' +
      'what is theirs to see. A `–` waits for the feature that the thing belongs to; routes in brackets are not offered yet. In single-user mode\n' +
      'nobody signs in, and everything is allowed but the routes about accounts.',
    ...[...bySection].flatMap(([section, rows]) => [
      `## ${section}`,
      writeTable(['route', 'what it does', 'anyone', ...CALLERS, 'API key', 'about'], rows),
    ]),
  )
}

async function describe(route: NamedRoute['route'], decide: Decide): Promise<string[]> {
  const { method, path, summary, access, scope, later } = route
  const name = code(`${method} ${path}`)
  return [
    later === undefined ? name : `(${name})`,
    summary,
    access.who === 'anyone' ? 'yes' : '',
    ...(await Promise.all(CALLERS.map((caller) => isAllowed(caller, access, decide)))),
    access.who === 'anyone' ? '' : scope === 'none' ? 'never' : scope,
    access.rules.map(({ resource, by, action }) => `${code(by)}: ${action} ${resource}`).join(', '),
  ]
}

/** Whether a caller may use a route: `yes`, nothing, or a dash where this version has no such things. */
export async function isAllowed(caller: Caller, { who, rules }: NamedRoute['route']['access'], decide: Decide): Promise<string> {
  if (/admin$/.test(who) && caller !== 'admin') return ''
  const decisions = await Promise.all(rules.map((rule) => decide(caller, rule)))
  if (decisions.includes(false)) return ''
  return decisions.includes(undefined) ? '–' : 'yes'
}
