import {
  type Actor,
  AppError,
  answerLater,
  answersJson,
  hasScope,
  listRoutes,
  type NamedRoute,
  type Route,
  type RouteInput,
} from '@bottega/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { askBySocket, SOCKET_HEADER } from '../auth/asking-socket.ts'
import type { Caller, Identify, SignIn, UsedApiKey } from '../auth/identify.ts'
import type { RoleAct } from '../services/access.ts'
import type { Doer } from '../services/audit/audit.ts'
import { markRandom } from './compress.ts'
import { type Call, type FileAnswer, type Handlers, JsonBytes } from './handlers.ts'
import { describePeer, readCredentials } from './peer.ts'
import { readInput } from './read-input.ts'
import { sendFile } from './send-file.ts'

/** What stands between a request and its handler. */
export interface Gate {
  /** Tells for whom a request acts. */
  readonly identify: Identify
  /** Holds a request to the rules of its route about the things that it names. */
  readonly checkRules: (actor: Actor, route: Route, input: RouteInput) => Promise<void>
  /** What a request is about to do to things of others by the role of an administrator alone. */
  readonly findRoleActs: (actor: Actor, route: Route, input: RouteInput) => Promise<readonly RoleAct[]>
  /** Tells of it once it is done. */
  readonly noteRoleActs: (doer: Doer, acts: readonly RoleAct[]) => Promise<void>
  /** Gives a sign-in whose token is past half of its life a new one, where the route and the credential allow it. */
  readonly renew: (route: string, signIn: SignIn, request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

type AnyHandler = (input: never, call: Call) => unknown

/** Mounts every route of the contract: caller, scope of a key, role, input, rules, handler, answer, in this order. */
export function mountRoutes(server: FastifyInstance, handlers: Handlers, gate: Gate): void {
  async function admit(route: Route, request: FastifyRequest): Promise<Caller> {
    const { access } = route
    const caller = await gate.identify(access, readCredentials(request))
    if (caller.apiKey !== undefined) checkScope(route, caller.apiKey)
    if (access.who.endsWith('admin') && caller.actor.role !== 'admin') throw new AppError('admin_required')
    return caller
  }

  const handlersByName: Readonly<Record<string, AnyHandler>> = handlers
  const routes = listRoutes()
  for (const { name, route } of routes) {
    const respond = chooseResponder(findGetOf({ name, route }, routes), handlersByName)
    server.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const first = await admit(route, request)
        const input = await readInput(route, request)
        // a form may take its time, and a sign-in or a role may end meanwhile; other bodies were there before anybody was asked
        const { actor, signIn, apiKey } = route.form === undefined ? first : await admit(route, request)
        if (asksForEverybody(input) && actor.role !== 'admin') throw new AppError('admin_required')
        await gate.checkRules(actor, route, input)
        // read now: what is deleted has no owner any more
        const roleActs = await gate.findRoleActs(actor, route, input)
        reply.code(route.status)
        const peer = describePeer(request)
        const call: Call = {
          actor,
          signIn,
          apiKey,
          peer,
          doer: { userId: actor.userId || null, address: peer.address },
          setHeader: (header, value) => void reply.header(header, value),
          setStatus: (status) => void reply.code(status),
        }
        const socketId = request.headers[SOCKET_HEADER]
        const answer =
          typeof socketId === 'string'
            ? await askBySocket({ socketId, userId: actor.userId }, () => respond(input, call))
            : await respond(input, call)
        await gate.noteRoleActs(call.doer, roleActs)
        if (signIn !== undefined) await gate.renew(name, signIn, request, reply)
        return sendAnswer(route, answer, request, reply)
      },
    })
  }
}

/** Refuses what a key is not good for; whoever may call without credentials may send one. */
function checkScope({ access, scope }: Route, { scopes }: UsedApiKey): void {
  if (access.who === 'anyone') return
  if (scope === 'none') throw new AppError('api_key_refused')
  if (!hasScope(scopes, scope)) throw new AppError('scope_insufficient', { scope })
}

/** Whether a list or an act is asked for everybody's things, be it one that has none yet. */
function asksForEverybody({ query }: RouteInput): boolean {
  return typeof query === 'object' && query !== null && 'scope' in query && query.scope === 'all'
}

/** A HEAD is answered by what answers the GET of its path. */
function findGetOf(head: NamedRoute, routes: readonly NamedRoute[]): NamedRoute {
  if (head.route.method !== 'HEAD') return head
  return routes.find(({ route }) => route.method === 'GET' && route.path === head.route.path) ?? head
}

function chooseResponder({ name, route }: NamedRoute, handlers: Readonly<Record<string, AnyHandler>>) {
  const { later } = route
  const handler = handlers[name]
  return async (input: RouteInput, call: Call): Promise<unknown> => {
    // the input was read by the schemas of this route, which its handler is typed by
    if (handler !== undefined) return handler(input as never, call)
    if (later !== undefined) return answerLater(later, input)
    throw new Error(`${name} has neither a handler nor an answer of its own`)
  }
}

function sendAnswer(
  { response }: Route,
  answer: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  if (answersJson(response)) {
    reply.header('Content-Type', 'application/json; charset=utf-8')
    if (answer instanceof JsonBytes)
      return reply.send(markRandom(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.length)))
    // what the schema does not name is left out
    return reply.send(JSON.stringify(response.parse(answer)))
  }
  switch (response.kind) {
    case 'file':
      // the handlers of such routes answer with files
      return sendFile(request, reply, response, answer as FileAnswer)
    case 'text':
      return reply.header('Content-Type', response.types[0]).send(answer)
    case 'empty':
      return reply.send()
  }
}
