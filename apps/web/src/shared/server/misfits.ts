import { formatNumber } from '../formatting/index.ts'
import { sayText, type TextKey } from '../i18n/index.ts'

/** What the server says of one thing that does not fit in a request. */
interface Misfit {
  readonly type: string
  readonly loc: readonly unknown[]
  readonly msg: string
}

/** Fields by the names that people know them by. */
const NAMES: Readonly<Record<string, TextKey>> = {
  email: 'people:email',
  password: 'people:password',
  display_name: 'people:displayName',
  board_name: 'generate:board',
  name: 'models:name',
  description: 'models:description',
}

/** What a kind of misfit says: of numbers, and of texts where it counts their letters. */
const KINDS: Readonly<Record<string, readonly [TextKey, TextKey]>> = {
  missing: ['shared:misfitMissing', 'shared:misfitMissing'],
  too_big: ['shared:misfitMost', 'shared:misfitMostLetters'],
  too_small: ['shared:misfitLeast', 'shared:misfitLeastLetters'],
  not_multiple_of: ['shared:misfitSteps', 'shared:misfitSteps'],
  invalid_format: ['shared:misfitForm', 'shared:misfitForm'],
}

/** Says in the language of the page what does not fit in a request; undefined for an answer that does not list it. */
export function describeMisfits(body: unknown): string | undefined {
  const misfits = listMisfits(body)
  return misfits.length === 0 ? undefined : [...new Set(misfits.map(describeMisfit))].join(' ')
}

function describeMisfit({ type, loc, msg }: Misfit): string {
  // the first tells where in the request; what counts the items of a list is no name
  const field = loc.slice(1).findLast((key) => typeof key === 'string')
  const known = typeof field === 'string' && Object.hasOwn(NAMES, field) ? NAMES[field] : undefined
  const name = known ? sayText(known) : typeof field === 'string' ? field : sayText('shared:misfitSomething')
  const [ofNumbers, ofTexts] = (Object.hasOwn(KINDS, type) && KINDS[type]) || OTHER
  const limit = /-?\d+(\.\d+)?/.exec(msg)?.[0]
  // the sentence is of a limit that nobody has told
  if (limit === undefined && ofNumbers !== ofTexts) return sayText(OTHER[0], { name })
  const isText = /character/.test(msg)
  return sayText(isText ? ofTexts : ofNumbers, { name, limit: limit === undefined ? '' : formatNumber(Number(limit)) })
}

const OTHER = ['shared:misfitOther', 'shared:misfitOther'] as const

function listMisfits(body: unknown): Misfit[] {
  const detail = isObject(body) ? body.detail : undefined
  return Array.isArray(detail) ? detail.filter(isMisfit) : []
}

function isMisfit(value: unknown): value is Misfit {
  return isObject(value) && typeof value.type === 'string' && typeof value.msg === 'string' && Array.isArray(value.loc)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
