import {
  type AccountOpening,
  type Action,
  type Actor,
  AppError,
  CLOSABLE,
  DEFAULT_QUEUE_ID,
  missingError,
  NO_BOARD,
  type Resource,
  type ResourceRule,
  type Route,
  type RouteInput,
  refusalError,
  WHOLE_BODY,
} from '@bottega/contracts'
import type { Queryable } from '../data/database.ts'
import { findApiKey } from '../data/repositories/api-keys.ts'
import { findBoard } from '../data/repositories/boards.ts'
import { findBulkDownload } from '../data/repositories/bulk-downloads.ts'
import { findImages, findTrashedImages } from '../data/repositories/images.ts'
import { findModel } from '../data/repositories/models.ts'
import { findStylePreset } from '../data/repositories/style-presets.ts'
import { findSystemPrompt } from '../data/repositories/system-prompts.ts'
import { findUserSession } from '../data/repositories/user-sessions.ts'
import { findUser } from '../data/repositories/users.ts'
import { findWorkflow } from '../data/repositories/workflows.ts'
import { canUseBoard } from '../policies/boards.ts'
import { allowIf, asUser, type Decision, type Owned, owns, ownsOrAdministers } from '../policies/decide.ts'
import { canReadDownload } from '../policies/downloads.ts'
import { canUseImage } from '../policies/images.ts'
import { canUseLibrary } from '../policies/library.ts'
import { findItems } from '../queue/list.ts'

interface Deps {
  readonly db: Queryable
}
/** The decisions about things by their ids; a thing that does not exist has none. */
type Decisions = ReadonlyMap<string, Decision>

/**
 * Holds a request to the rules of its route about the things that it names. A list of ids is refused whole for the first that is
 * missing or refused.
 *
 * @throws AppError the catalogue's code for a missing thing or a refused act
 */
export async function checkRules(deps: Deps, actor: Actor, rules: readonly ResourceRule[], input: RouteInput): Promise<void> {
  for (const { resource, by, action } of rules) await checkThings(deps, actor, { resource, action, ids: collectIds(input, by) })
}

/** Things of somebody else that an administrator touches by the role alone. */
export interface RoleAct {
  readonly ownerId: string
  readonly what: NonNullable<AccountOpening['what']>
  readonly act: 'changed' | 'moved' | 'deleted'
}

const ACTS: Readonly<Partial<Record<Action, RoleAct['act']>>> = {
  update: 'changed',
  move: 'moved',
  remove: 'moved',
  delete: 'deleted',
}

/**
 * What a request, which was let in, is about to do to things of others that it could not do without the role of an administrator;
 * what boards are shared with them allow is no such thing. Images that are deleted in bulk tell of themselves.
 */
export async function findRoleActs(deps: Deps, actor: Actor, route: Route, input: RouteInput): Promise<RoleAct[]> {
  if (actor.role !== 'admin' || actor.isSystem) return []
  const acts: RoleAct[] = []
  for (const { resource, by, action } of route.access.rules) {
    const act = ACTS[action] ?? (route.method === 'DELETE' ? 'deleted' : undefined)
    if (act === undefined || !isTouchable(resource) || (resource === 'image' && action === 'delete')) continue
    const ids = collectIds(input, by)
    const decisions = await decide(deps, asUser(actor), resource, action, ids)
    const touched = ids.filter((id) => decisions.get(id) === 'denied')
    const owners = await findOwners(deps, resource, action, touched)
    acts.push(...owners.map((ownerId) => ({ ownerId, what: resource, act })))
  }
  return acts
}

function isTouchable(resource: Resource): resource is RoleAct['what'] {
  return resource !== 'download' && CLOSABLE.includes(resource)
}

async function findOwners({ db }: Deps, what: RoleAct['what'], action: Action, ids: readonly string[]): Promise<string[]> {
  if (what === 'image') {
    const found = await (action === 'restore' ? findTrashedImages : findImages)(db, ids, '')
    return found.map(({ user_id }) => user_id)
  }
  const finders: Readonly<Record<typeof what, (id: string) => Promise<Owned | undefined>>> = {
    board: (id) => findBoard(db, id, ''),
    workflow: (id) => findWorkflow(db, id, ''),
    style_preset: (id) => findStylePreset(db, id),
    system_prompt: (id) => findSystemPrompt(db, id),
  }
  const found = await Promise.all(ids.map((id) => finders[what](id)))
  return found.flatMap((thing) => (thing === undefined ? [] : [thing.user_id]))
}

/**
 * Does what {@link checkRules} does for things that are named elsewhere, such as in a graph.
 *
 * @throws AppError the catalogue's code for a missing thing or a refused act
 */
export async function checkThings(
  deps: Deps,
  actor: Actor,
  { resource, action, ids }: { readonly resource: Resource; readonly action: Action; readonly ids: readonly string[] },
): Promise<void> {
  const named = resource === 'board' ? ids.filter((id) => id !== NO_BOARD) : ids
  if (named.length === 0) return
  const decisions = await decide(deps, actor, resource, action, named)
  for (const id of named) {
    const decision = decisions.get(id)
    if (decision === undefined) throw missingError(resource, id)
    if (decision === 'denied') throw describeRefusal(actor, resource, action, id)
  }
}

/** An administrator is told why. */
function describeRefusal(actor: Actor, resource: Resource, action: Action, id: string): AppError {
  const isClosed = actor.oversight !== undefined && CLOSABLE.includes(resource)
  return isClosed ? new AppError('private_work_closed') : refusalError(resource, action, id)
}

function collectIds({ params, query, body, form }: RouteInput, by: string): string[] {
  if (by === WHOLE_BODY) return Array.isArray(body) ? body.map(String) : []
  for (const part of [params, query, body, form]) {
    if (typeof part !== 'object' || part === null || !(by in part)) continue
    // `by` is a key of this part
    const value: unknown = (part as Readonly<Record<string, unknown>>)[by]
    if (value === undefined || value === null) continue
    return (Array.isArray(value) ? value : [value]).map(String)
  }
  return []
}

async function decide(deps: Deps, actor: Actor, resource: Resource, action: Action, ids: readonly string[]): Promise<Decisions> {
  const viewer = actor.userId
  switch (resource) {
    case 'board':
      // an action of a rule is one of its resource
      return decideEach(
        ids,
        (id) => findBoard(deps.db, id, viewer),
        (board) => canUseBoard(actor, action as Action<'board'>, board),
      )
    case 'image': {
      const find = action === 'restore' ? findTrashedImages : findImages
      const found = await find(deps.db, ids, viewer)
      return new Map(found.map((image) => [image.image_name, canUseImage(actor, action as Action<'image'>, image)]))
    }
    case 'trashed_image': {
      const found = await findTrashedImages(deps.db, ids, viewer)
      return new Map(found.map((image) => [image.image_name, allowIf(owns(actor, image))]))
    }
    case 'workflow':
      return decideEach(
        ids,
        (id) => findWorkflow(deps.db, id, viewer),
        (workflow) =>
          canUseLibrary(actor, action as Action<'workflow'>, { ...workflow, isDefault: workflow.category === 'default' }),
      )
    case 'style_preset':
      return decideEach(
        ids,
        (id) => findStylePreset(deps.db, id),
        (preset) => canUseLibrary(actor, action as Action<'style_preset'>, { ...preset, isDefault: preset.type === 'default' }),
      )
    case 'system_prompt':
      return decideEach(
        ids,
        (id) => findSystemPrompt(deps.db, id),
        (prompt) => canUseLibrary(actor, action as Action<'system_prompt'>, { ...prompt, isDefault: false }),
      )
    case 'download':
      return decideEach(
        ids,
        (id) => findBulkDownload(deps.db, id),
        (download) => canReadDownload(actor, download),
      )
    case 'model':
      return decideEach(
        ids,
        (id) => findModel(deps.db, id),
        () => allowIf(action === 'read' || actor.role === 'admin'),
      )
    case 'user':
      return decideEach(
        ids,
        (id) => findUser(deps.db, id),
        () => allowIf(actor.role === 'admin'),
      )
    case 'queue':
      return new Map([[DEFAULT_QUEUE_ID, 'allowed']])
    case 'queue_item': {
      const found = await findItems(deps.db, DEFAULT_QUEUE_ID, ids.map(Number))
      return new Map(found.map((item) => [String(item.item_id), allowIf(action === 'read' || ownsOrAdministers(actor, item))]))
    }
    case 'session':
      return decideEach(
        ids,
        (id) => findUserSession(deps.db, id),
        (session) => allowIf(ownsOrAdministers(actor, session)),
      )
    case 'api_key':
      return decideEach(
        ids,
        (id) => findApiKey(deps.db, id),
        (key) => allowIf(owns(actor, key)),
      )
    // things that this version has none of
    case 'video':
      return new Map()
  }
}

async function decideEach<Thing>(
  ids: readonly string[],
  find: (id: string) => Promise<Thing | undefined>,
  judge: (thing: Thing) => Decision,
): Promise<Decisions> {
  const decisions = new Map<string, Decision>()
  for (const id of new Set(ids)) {
    const thing = await find(id)
    if (thing !== undefined) decisions.set(id, judge(thing))
  }
  return decisions
}
