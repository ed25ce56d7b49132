import type { ApiKeyScope } from '@bottega/contracts'
import type { Listener } from '../listener.ts'
import { addPerson, type KeyHolder, listenAs, makeKey, type Person } from '../people.ts'
import type { TemporaryServer } from '../temporary-server.ts'

/*
 * What there is on a server and who may do what with it: the meaning of the contract, written down once more and without the policies.
 */

/** How much of a board is everybody's. */
export type Visibility = 'private' | 'shared' | 'public'
/** What somebody is granted on a board. */
export type Permission = 'read' | 'write' | 'admin'

/** A public link to a board. */
export interface Link {
  readonly id: string
  readonly token: string
  /** Whoever made it, where that was not the owner. */
  readonly maker: Account | undefined
  isOpen: boolean
}

/** What has to be known of a thing to say who sees it. */
export interface Thing {
  readonly kind: 'board' | 'image' | 'workflow' | 'style_preset' | 'system_prompt'
  readonly id: string
  owner: Account
  /** A word that is in it and nowhere else. */
  marker: string
  /** How often it was changed, but for where it lies and whose it is. */
  version: number
  /** Of a board. */
  visibility: Visibility
  /** Of a board: who has a grant. */
  readonly grants: Map<Account, Permission>
  /** Of a board: all links that were ever made to it. */
  readonly links: Link[]
  /** Of an image: where it lies. */
  board: Thing | undefined
  /** Of a workflow, a preset, a prompt. */
  isPublic: boolean
  /** Deleted: nobody sees it. */
  isGone: boolean
  /** Who has ever seen it. */
  readonly seenBy: Set<Account>
  /** Who has seen it with the word that is in it now. */
  readonly readBy: Set<Account>
  /** Whose queue items name it. */
  readonly namedBy: Set<Account>
}

/** An API key. */
export interface Key {
  readonly scope: ApiKeyScope
  readonly holder: KeyHolder
  isRevoked: boolean
}

/** Somebody with an account, and what they come with. */
export interface Account {
  readonly person: Person
  readonly isAdmin: boolean
  readonly keys: Key[]
  readonly listener: Listener
  /** By an API key that only reads, which an administrator's too makes a user. */
  readonly keyListener: Listener
  /** Deleted. */
  isGone: boolean
}

/** An account that is open to an administrator. */
export interface Opening {
  readonly id: string
  readonly of: Account
  readonly to: Account
}

/** A hand-over. */
export interface HandOver {
  readonly id: string
  readonly from: Account
  readonly to: Account
  /** What went, as it was then. */
  readonly moved: ReadonlyMap<
    Thing,
    { readonly version: number; readonly board: Thing | undefined; readonly visibility: Visibility }
  >
  /** Images of others that lay on its boards. */
  readonly neighbours: readonly Thing[]
  /** Who could use its boards then. */
  readonly grants: ReadonlyMap<Thing, ReadonlyMap<Account, Permission>>
  readonly links: ReadonlySet<Link>
  isUndone: boolean
}

/** Everything that was done so far. */
export interface World {
  readonly server: TemporaryServer
  /** Whether administrators see the private things of others; the setting `admin_private_view`. */
  readonly hasPrivateView: boolean
  readonly accounts: Account[]
  readonly things: Thing[]
  readonly openings: Opening[]
  readonly handOvers: HandOver[]
  /** Words of what is never shared: queue items, what pages keep. */
  readonly owned: { readonly marker: string; readonly owner: Account }[]
  /** Draws a word that is in nothing yet. */
  drawMarker(): string
}

/** Somebody as the server knows them: signed in, or by a key of some scope. */
export interface Caller {
  readonly account: Account
  readonly scope: 'session' | ApiKeyScope
  readonly request: Person['request']
  readonly label: string
}

/** How one comes to an account. */
export const SCOPES = ['read', 'generate', 'manage'] as const satisfies readonly ApiKeyScope[]

/** A world of one administrator and some users. */
export async function createWorld(server: TemporaryServer, admin: Person, hasPrivateView: boolean): Promise<World> {
  let made = 0
  const world: World = {
    ...{ server, hasPrivateView, accounts: [], things: [], openings: [], handOvers: [], owned: [] },
    drawMarker: () => `marker${++made}word`,
  }
  for (const name of ['ann', 'bob', 'cid']) await addAccount(world, admin, name)
  // the administrator is one of those whose lists show no more than a user's
  world.accounts.push(await equip(server, admin, true))
  return world
}

/** Adds an account with a key of each scope. */
export async function addAccount(world: World, admin: Person, name: string): Promise<void> {
  world.accounts.push(await equip(world.server, await addPerson(world.server, admin, name), false))
}

async function equip(server: TemporaryServer, person: Person, isAdmin: boolean): Promise<Account> {
  const keys: Key[] = []
  for (const scope of SCOPES) keys.push({ scope, holder: await makeKey(server, person, [scope]), isRevoked: false })
  const forListening = await makeKey(server, person, ['read'])
  return {
    ...{ person, isAdmin, keys, isGone: false },
    listener: await listenAs(server, person),
    keyListener: await listenAs(server, forListening),
  }
}

/** Somebody who has signed in. */
export function bySession(account: Account): Caller {
  return { account, scope: 'session', request: account.person.request, label: account.person.email }
}

/** Somebody who comes with a key. */
export function byKey(account: Account, { scope, holder }: Key): Caller {
  return { account, scope, request: holder.request, label: `${account.person.email} by a key to ${scope}` }
}

/** Accounts that are there. */
export const liveAccounts = ({ accounts }: World) => accounts.filter(({ isGone }) => !isGone)

/** Things that are there, of a kind, of an owner. */
export const alive = ({ things }: World, kind?: Thing['kind'], owner?: Account) =>
  things.filter(
    (thing) => !thing.isGone && (kind === undefined || thing.kind === kind) && (owner === undefined || thing.owner === owner),
  )

/** Whether a thing is somebody's own or shown to them, as lists say. */
export function sees(account: Account, thing: Thing): boolean {
  if (thing.isGone) return false
  if (thing.owner === account) return true
  if (thing.kind === 'board') return thing.visibility !== 'private' || thing.grants.has(account)
  if (thing.kind === 'image') return thing.board !== undefined && sees(account, thing.board)
  return thing.isPublic
}

/** What somebody may do with a thing; undefined for nothing. */
export type Access = 'owner' | 'admin' | 'write' | 'add' | 'read' | undefined

/** Whether the caller acts as an administrator. A key that does not manage makes a user of one. */
export const isAdministrator = ({ account, scope }: Caller) => account.isAdmin && (scope === 'session' || scope === 'manage')

/** Whether the private things of an owner are the caller's to look after. */
export function administers(world: World, caller: Caller, owner: Account): boolean {
  return isAdministrator(caller) && (world.hasPrivateView || owner.isGone || owner === caller.account)
}

/** Whether they are in the caller's view, be it for a time and a reason. */
export function oversees(world: World, caller: Caller, owner: Account): boolean {
  const isOpened = () => world.openings.some(({ of, to }) => of === owner && to === caller.account)
  return administers(world, caller, owner) || (isAdministrator(caller) && isOpened())
}

/** What the caller may do with a thing. */
export function accessTo(world: World, caller: Caller, thing: Thing): Access {
  if (thing.isGone) return undefined
  if (thing.owner === caller.account) return 'owner'
  if (thing.kind === 'board') return accessToBoard(world, caller, thing)
  if (thing.kind === 'image') return accessToImage(world, caller, thing)
  if (administers(world, caller, thing.owner) || (isAdministrator(caller) && thing.isPublic)) return 'admin'
  return thing.isPublic || oversees(world, caller, thing.owner) ? 'read' : undefined
}

/** Whether the caller looks after a board as an administrator, and not by a grant. */
export function administersBoard(world: World, caller: Caller, board: Thing): boolean {
  return administers(world, caller, board.owner) || (isAdministrator(caller) && board.visibility !== 'private')
}

function accessToBoard(world: World, caller: Caller, board: Thing): Access {
  const granted = board.grants.get(caller.account)
  if (administersBoard(world, caller, board) || granted === 'admin') return 'admin'
  if (granted === 'write') return 'write'
  if (board.visibility === 'public') return 'add'
  return board.visibility === 'shared' || granted === 'read' || oversees(world, caller, board.owner) ? 'read' : undefined
}

function accessToImage(world: World, caller: Caller, image: Thing): Access {
  if (administers(world, caller, image.owner)) return 'admin'
  const onBoard = image.board && accessTo(world, caller, image.board)
  if (onBoard === 'owner') return 'write'
  if (onBoard === 'add') return 'read'
  return onBoard ?? (oversees(world, caller, image.owner) ? 'read' : undefined)
}

/** Whether the caller may do what needs one of some rights. */
export const has = (access: Access, ...enough: readonly Access[]) => access !== undefined && enough.includes(access)
