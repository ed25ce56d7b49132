import { z } from 'zod'
import { type Access, type AccessDeclaration, expandAccess, type NeededScope, type WHOLE_BODY } from './access.ts'
import type { ErrorCode } from './errors.ts'
import type { LaterAnswer } from './later.ts'
import { EMPTY, type FileResponse, type RouteResponse, type TextResponse } from './response.ts'

/** The methods that routes use. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The names in braces of a path: `PathNames<'/boards/{board_id}'>` is `'board_id'`. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never

type Fields = z.ZodObject | undefined
type Body = z.ZodType | undefined

type ParsedPart<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type SentPart<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

// string indices are left out: a body that takes any key names none
type KeysOf<Schema> =
  Schema extends z.ZodObject<infer Shape>
    ? keyof Shape & string
    : Schema extends z.ZodOptional<infer Inner>
      ? KeysOf<Inner>
      : never

type MatchesPath<Path extends string, Params extends Fields> = [PathNames<Path>] extends [never]
  ? { readonly params?: undefined }
  : {
      readonly params: Params extends z.ZodObject<infer Shape>
        ? [keyof Shape, PathNames<Path>] extends [PathNames<Path>, keyof Shape]
          ? Params
          : `name exactly what the path names: ${PathNames<Path>}`
        : never
    }

/** A request after its parts were read: what handlers get. */
export interface RouteInput<Params = unknown, Query = unknown, Headers = unknown, BodyValue = unknown, Form = unknown> {
  readonly params: Params
  readonly query: Query
  readonly headers: Headers
  readonly body: BodyValue
  readonly form: Form
}

/** One operation of the interface: everything that the server, the client and the documents know about it. */
export interface Route<
  Path extends string = string,
  Params extends Fields = Fields,
  Query extends Fields = Fields,
  Headers extends Fields = Fields,
  JsonBody extends Body = Body,
  Form extends Fields = Fields,
  Response extends RouteResponse = RouteResponse,
> {
  readonly method: Method
  readonly path: Path
  /** one sentence without its full stop, for documents */
  readonly summary: string
  readonly tags: readonly string[]
  readonly params: Params
  readonly query: Query
  /** request headers that the handler reads, by lower-case name */
  readonly headers: Headers
  /** a JSON body; `undefined` fits when it may be left out */
  readonly body: JsonBody
  /** content types that the body is read from */
  readonly consumes: readonly string[]
  /** the fields of a multipart body */
  readonly form: Form
  readonly response: Response
  /** the status of success, and others that the handler may choose */
  readonly status: number
  readonly otherStatuses: readonly number[]
  readonly access: Access
  /** the scope that an API key needs for it */
  readonly scope: NeededScope
  /** refusals beside those that access and reading the request imply */
  readonly errors: readonly ErrorCode[]
  /** present while the feature is not offered: how it is answered after access and input were checked */
  readonly later: LaterAnswer | ((input: never) => LaterAnswer) | undefined
}

/** What a handler of the route gets. */
export type InputOf<R extends Route> = RouteInput<
  ParsedPart<R['params']>,
  ParsedPart<R['query']>,
  ParsedPart<R['headers']>,
  ParsedPart<R['body']>,
  ParsedPart<R['form']>
>

/** What a client of the route sends. */
export type RequestOf<R extends Route> = RouteInput<
  SentPart<R['params']>,
  SentPart<R['query']>,
  SentPart<R['headers']>,
  SentPart<R['body']>,
  SentPart<R['form']>
>

/** The JSON that the route answers with; undefined when the answer is no JSON. */
export type AnswerOf<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined

interface Declaration<
  Path extends string,
  Params extends Fields,
  Query extends Fields,
  Headers extends Fields,
  JsonBody extends Body,
  Form extends Fields,
  Response extends RouteResponse,
> {
  readonly method: Method
  readonly path: Path
  readonly summary: string
  /** the section of the documents; from the path when left out */
  readonly tags?: readonly string[]
  readonly params?: Params
  readonly query?: Query
  readonly headers?: Headers
  readonly body?: JsonBody
  readonly consumes?: readonly string[]
  readonly form?: Form
  readonly response: Response
  readonly status?: number
  readonly otherStatuses?: readonly number[]
  readonly access: AccessDeclaration<
    KeysOf<Params> | KeysOf<Query> | KeysOf<JsonBody> | KeysOf<Form> | (JsonBody extends z.ZodArray ? typeof WHOLE_BODY : never)
  >
  readonly scope?: NeededScope
  readonly errors?: readonly ErrorCode[]
  readonly later?:
    | LaterAnswer<ParsedPart<Response>>
    | ((
        input: RouteInput<ParsedPart<Params>, ParsedPart<Query>, ParsedPart<Headers>, ParsedPart<JsonBody>, ParsedPart<Form>>,
      ) => LaterAnswer<ParsedPart<Response>>)
}

/**
 * Declares a route. `params` must name exactly what the path names, `access` is required and its rules may only point at keys of
 * the path, query, body or form, or at a body that is a list, and `errors` are codes of the catalogue; anything else does not compile.
 *
 * The status is 200, or 204 for an empty answer, unless said otherwise. API keys need the scope `read` for GET and HEAD of
 * users' routes and `manage` for all else, unless said otherwise.
 */
export function defineRoute<
  const Path extends `/${string}`,
  Response extends RouteResponse,
  Params extends Fields = undefined,
  Query extends Fields = undefined,
  Headers extends Fields = undefined,
  JsonBody extends Body = undefined,
  Form extends Fields = undefined,
>(
  declaration: Declaration<Path, Params, Query, Headers, JsonBody, Form, Response> & MatchesPath<Path, Params>,
): Route<Path, Params, Query, Headers, JsonBody, Form, Response> {
  const given: Declaration<Path, Params, Query, Headers, JsonBody, Form, Response> = declaration
  const access = expandAccess(given.access)
  return {
    method: given.method,
    path: given.path,
    summary: given.summary,
    tags: given.tags ?? [findTag(given.path)],
    // left out means undefined, which is the type argument's default
    params: given.params as Params,
    query: given.query as Query,
    headers: given.headers as Headers,
    body: given.body as JsonBody,
    form: given.form as Form,
    consumes: given.consumes ?? (given.form === undefined ? ['application/json'] : ['multipart/form-data']),
    response: given.response,
    status: given.status ?? (given.response === EMPTY ? 204 : 200),
    otherStatuses: given.otherStatuses ?? [],
    access,
    scope: given.scope ?? usualScope(given.method, access),
    errors: given.errors ?? [],
    later: given.later,
  }
}

/** The same route for HEAD: access, parameters and headers of the answer, without the file. */
export function makeHead<R extends Route<string, Fields, Fields, Fields, undefined, undefined, FileResponse | TextResponse>>(
  route: R,
): R {
  return { ...route, method: 'HEAD', summary: `${route.summary}: headers only` }
}

/** Tells whether an answer of the route is JSON, and so has a schema. */
export function answersJson(response: RouteResponse): response is z.ZodType {
  return response instanceof z.ZodType
}

/** Tells whether the route answers with a file. */
export function sendsFile({ response }: Pick<Route, 'response'>): boolean {
  return !answersJson(response) && response.kind === 'file'
}

function usualScope(method: Method, { who }: Access): NeededScope {
  const reads = method === 'GET' || method === 'HEAD'
  return reads && (who === 'user' || who === 'account' || who === 'anyone') ? 'read' : 'manage'
}

function findTag(path: string): string {
  return path.match(/^\/api\/v\d+\/([^/]+)/)?.[1] ?? path.match(/^\/([^/]+)/)?.[1] ?? 'root'
}
