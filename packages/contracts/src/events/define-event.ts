import type { z } from 'zod'

/** Somebody at a socket, as far as it matters for what is told. */
export interface Listener {
  readonly userId: string
  readonly isAdmin: boolean
  /** the only others of whom an administrator hears private things; all where it is left out */
  readonly opened?: ReadonlySet<string> | undefined
  /** has subscribed to the queue that the event is about */
  readonly followsQueue: boolean
}

/**
 * Who hears of an event. Rooms are derived from it by the server, never from what a client sends.
 *
 * - `owner`       the sockets of the account in `user_id`
 * - `concerned`   the owner and administrators, as far as they see its private things; with `isPublic`, everybody when it says so
 * - `admins`      administrators
 * - `everybody`   all sockets
 * - `queue`       owner and administrators in full; others who follow the queue hear the redacted copy
 * - `shares`      administrators in full, every account that has a share in it its own share, others who follow the queue the
 * rest
 * - `asker`       the socket whose message it answers
 * - `viewers`     those who may see what it names, or could until then, each of their own part: only the store knows who they are
 *
 * Each socket hears an event once. In single-user mode every socket is the system account's, and an administrator's.
 */
export type Audience<Payload> =
  | { readonly to: 'owner' | 'admins' | 'everybody' | 'asker' | 'viewers' }
  | { readonly to: 'concerned'; readonly isPublic?: (payload: Payload) => boolean }
  | { readonly to: 'queue'; readonly redact: (payload: Payload) => Payload; readonly isPublic?: (payload: Payload) => boolean }
  | {
      readonly to: 'shares'
      /** the part of some accounts, also of those that have none */
      readonly shareOf: (payload: Payload, isTold: (userId: string) => boolean) => Payload
      readonly hasShare: (payload: Payload, userId: string) => boolean
    }

/** Something that the server tells over sockets. */
export interface EventDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  readonly name: Name
  readonly payload: Payload
  readonly audience: Audience<z.output<Payload>>
}

/** Declares an event. */
export function defineEvent<const Name extends string, Payload extends z.ZodType>(
  name: Name,
  payload: Payload,
  audience: Audience<z.output<Payload>>,
): EventDefinition<Name, Payload> {
  return { name, payload, audience }
}

/**
 * What one listener hears of an event: the payload, a copy with less in it, or null for nothing. This is the meaning of the
 * audiences; a gateway may get there by rooms.
 *
 * Answers to an asker are nobody else's business, and what viewers hear does not follow from the listener alone: null.
 */
export function payloadFor<Payload extends object>(
  audience: Audience<Payload>,
  payload: Payload,
  listener: Listener,
): Payload | null {
  const { isAdmin, opened, userId } = listener
  const sees = (owner: unknown) =>
    owner === userId || (isAdmin && (opened === undefined || (typeof owner === 'string' && opened.has(owner))))
  const owner = 'user_id' in payload ? payload.user_id : undefined
  const owns = owner !== undefined && owner === userId
  const concerned = sees(owner)
  switch (audience.to) {
    case 'owner':
      return owns ? payload : null
    case 'admins':
      return isAdmin ? payload : null
    case 'everybody':
      return payload
    case 'asker':
    case 'viewers':
      return null
    case 'concerned':
      return concerned || audience.isPublic?.(payload) ? payload : null
    case 'queue':
      if (concerned || (listener.followsQueue && audience.isPublic?.(payload))) return payload
      return listener.followsQueue ? audience.redact(payload) : null
    case 'shares':
      if (isAdmin && opened === undefined) return payload
      if (!listener.followsQueue && !isAdmin && !audience.hasShare(payload, userId)) return null
      return audience.shareOf(payload, sees)
  }
}
