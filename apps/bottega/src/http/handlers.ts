import type { Readable } from 'node:stream'
import type { Actor, InputOf, ROUTES, Route, RouteName } from '@bottega/contracts'
import type { z } from 'zod'
import type { SignIn, UsedApiKey } from '../auth/identify.ts'
import type { Doer } from '../services/audit/audit.ts'
import type { StoredFile } from '../services/images/stored-file.ts'
import type { LATER } from './later.ts'
import type { Peer } from './peer.ts'

/** A request, for handlers that need more than its input. */
export interface Call {
  readonly actor: Actor
  /** The sign-in that the request belongs to; undefined in single-user mode, and for nobody. */
  readonly signIn: SignIn | undefined
  /** The API key that the request came with, which has no sign-in. */
  readonly apiKey: UsedApiKey | undefined
  readonly peer: Peer
  /** The caller as the audit log names them. */
  readonly doer: Doer
  /** Sets a header of the answer. */
  setHeader(name: string, value: string | string[]): void
  /** Chooses another of the statuses that the route declares. */
  setStatus(status: number): void
}

/** A list of names as JSON that was written elsewhere, by a reader of the database; sent as it is. */
export class JsonBytes {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** A file to send: one of the disk, or bytes. */
export interface FileAnswer {
  readonly type: string
  readonly content: StoredFile | Uint8Array
  /** The name under which a browser would keep it. */
  readonly filename?: string
  readonly disposition?: 'inline' | 'attachment'
}

/** What the handler of a route answers with. */
export type HandlerAnswer<R extends Route> = R['response'] extends z.ZodType
  ? z.input<R['response']> | JsonBytes
  : R['response'] extends { readonly kind: 'file' }
    ? FileAnswer
    : R['response'] extends { readonly kind: 'text' }
      ? string | Readable
      : undefined

/** Answers the requests of one route, after access and input were checked. */
export type Handler<R extends Route> = (input: InputOf<R>, call: Call) => HandlerAnswer<R> | Promise<HandlerAnswer<R>>

/** A handler for each route, but those that are not offered yet: one that is missing does not compile. */
export type Handlers = {
  readonly [Name in Exclude<RouteName, (typeof LATER)[number]>]: Handler<(typeof ROUTES)[Name]>
}
