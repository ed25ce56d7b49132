import { formatNumber, formatTime, parseTime } from '../../shared/formatting/index.ts'
import type { Say, TextKey } from '../../shared/i18n/index.ts'
import type { AuditEntry } from './queries.ts'

/** What words for an entry need. */
export interface Wording {
  readonly say: Say
  /** How an account is called, by its id. */
  nameOf(id: string): string | undefined
  /** Whether an account without a name is gone; else it may only not be read. */
  readonly knowsAll: boolean
}

type Tell = (value: unknown, wording: Wording) => string | undefined

/** Every detail that says something to people: how it is called, and what stands behind that. The rest are ids of things without names. */
const DETAILS: Readonly<Record<string, readonly [TextKey, Tell]>> = {
  email: ['audit:email', tellText],
  display_name: ['audit:name', tellText],
  name: ['audit:name', tellText],
  is_admin: ['audit:isAdmin', tellYes],
  is_active: ['audit:isActive', tellYes],
  reason: ['audit:reason', tellText],
  minutes: ['audit:minutes', tellNumber],
  closed: ['audit:closed', tellYes],
  permission: ['audit:permission', tellWord],
  scopes: ['audit:permission', tellWords],
  user_id: ['audit:with', tellPerson],
  user_ids: ['audit:with', tellPeople],
  from_user_id: ['audit:giver', tellPerson],
  to_user_id: ['audit:receiver', tellPerson],
  made_by: ['audit:madeBy', tellPerson],
  board_id: ['audit:board', (id) => shorten(String(id))],
  expires_at: ['audit:validUntil', (time) => formatTime(parseTime(String(time)))],
  has_password: ['audit:withPassword', tellYes],
  content: ['audit:content', tellWord],
  which: ['audit:which', tellWord],
  undo: ['audit:takenBack', tellYes],
  images: ['audit:images', tellNumber],
  others_images: ['audit:othersImages', tellNumber],
  boards: ['audit:boards', tellNumber],
  workflows: ['audit:workflows', tellNumber],
  style_presets: ['audit:presets', tellNumber],
  system_prompts: ['audit:prompts', tellNumber],
  act: ['audit:act', tellWord],
  image: ['audit:images', tellNumber],
  board: ['audit:boards', tellNumber],
  workflow: ['audit:workflows', tellNumber],
  style_preset: ['audit:presets', tellNumber],
  system_prompt: ['audit:prompts', tellNumber],
  multiuser: ['audit:accounts', tellYes],
  admin_private_view: ['audit:privateView', tellYes],
}

const WORDS: Readonly<Record<string, TextKey>> = {
  read: 'audit:mayRead',
  write: 'audit:mayWrite',
  admin: 'audit:mayManage',
  generate: 'audit:mayGenerate',
  manage: 'audit:mayAll',
  archive: 'audit:stays',
  transfer: 'audit:handedOver',
  erase: 'audit:erased',
  all: 'audit:all',
  'all others': 'audit:allOthers',
  changed: 'audit:changed',
  moved: 'audit:moved',
  deleted: 'audit:deleted',
}

/** What else is known of an entry, as a line of words and values. */
export function describeDetails(details: AuditEntry['details'], wording: Wording): string {
  return Object.entries(DETAILS)
    .flatMap(([key, [name, tell]]) => {
      const value = details[key]
      const told = value == null || value === '' ? undefined : tell(value, wording)
      return told === undefined ? [] : [`${wording.say(name)}: ${told}`]
    })
    .join(' · ')
}

/** Whom or what an entry is about; nothing where that is who did it. */
export function describeTarget(entry: AuditEntry, wording: Wording): string {
  const { say } = wording
  const { target_id: id, target_type: type, actor_id } = entry
  if (id === null || (type === 'user' && id === actor_id)) return ''
  if (type === 'board') return say('audit:boardOf', { id: shorten(id) })
  if (type === 'transfer') return say('audit:transferOf', { id: shorten(id) })
  return describePerson(id, wording)
}

/** How an account is called, also one that is gone. */
export function describePerson(id: string, { say, nameOf, knowsAll }: Wording): string {
  if (id === 'system') return say('audit:system')
  return nameOf(id) ?? (knowsAll ? say('audit:accountOf', { id: shorten(id) }) : shorten(id))
}

/** As much of an id as tells it from others of a page. */
const shorten = (id: string): string => id.slice(0, 8)

function tellText(value: unknown): string {
  return String(value)
}

function tellYes(value: unknown, { say }: Wording): string {
  return say(value === true ? 'audit:yes' : 'audit:no')
}

function tellNumber(value: unknown): string | undefined {
  return value === 0 ? undefined : formatNumber(Number(value))
}

function tellPerson(value: unknown, wording: Wording): string {
  return describePerson(String(value), wording)
}

function tellPeople(value: unknown, wording: Wording): string {
  return [value]
    .flat()
    .map((id) => tellPerson(id, wording))
    .join(', ')
}

function tellWord(value: unknown, { say }: Wording): string {
  const word = WORDS[String(value)]
  return word === undefined ? String(value) : say(word)
}

function tellWords(value: unknown, wording: Wording): string {
  return [value]
    .flat()
    .map((word) => tellWord(word, wording))
    .join(', ')
}
