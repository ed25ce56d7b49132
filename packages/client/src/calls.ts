import type { AnswerOf as JsonOf, RequestOf, ROUTES, Route, RouteName, UploadedFile } from '@bottega/contracts'

type Routes = typeof ROUTES

type FileRouteName = { [Name in RouteName]: Routes[Name]['response'] extends { readonly kind: 'file' } ? Name : never }[RouteName]

/** The name under which a route that answers with a file has its HEAD. */
type HeadName<Name extends string> = Name extends `get${infer Rest}` | `export${infer Rest}` ? `head${Rest}` : never

/** The name of an operation: those of the contract, and a `head...` for each that answers with a file. */
export type OperationName = RouteName | HeadName<FileRouteName>

/** How an operation is called, and how its answer is read. */
export interface Operation {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** with the names of its parameters in braces */
  readonly path: string
  /** what the answer is, where it is no JSON */
  readonly answer?: 'file' | 'text' | 'empty'
}

type PartName = keyof RequestOf<Route>
type Part<R extends Route, Name extends PartName> = Name extends 'form'
  ? FormOf<RequestOf<R>['form']>
  : Readable<RequestOf<R>[Name]>

// what is sent is only read, so lists and objects that cannot be changed do as well
type Readable<Value> = Value extends readonly (infer Item)[]
  ? readonly Readable<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Readable<Value[Key]> }
    : Value

// what the server reads as an uploaded file is a blob where it is sent
type FormOf<Form> = {
  readonly [Key in keyof Form]: UploadedFile extends Form[Key] ? Blob | Exclude<Form[Key], UploadedFile> : Form[Key]
}

type NamesOfParts<R extends Route> = { [Name in PartName]: [RequestOf<R>[Name]] extends [undefined] ? never : Name }[PartName]
// a part without a key that must be there may be left out
type NamesOfOptionalParts<R extends Route> = {
  [Name in NamesOfParts<R>]: undefined extends RequestOf<R>[Name]
    ? Name
    : Record<never, never> extends RequestOf<R>[Name]
      ? Name
      : never
}[NamesOfParts<R>]

type RequestFor<R extends Route> = Flat<
  { readonly [Name in Exclude<NamesOfParts<R>, NamesOfOptionalParts<R>>]: Part<R, Name> } & {
    readonly [Name in NamesOfOptionalParts<R>]?: Part<R, Name> | undefined
  }
>

// one object type for two, as editors show it
type Flat<Parts> = { [Key in keyof Parts]: Parts[Key] }

type AnswerFor<R extends Route> = R['response'] extends { readonly kind: 'file' }
  ? Response
  : R['response'] extends { readonly kind: 'text' }
    ? string
    : JsonOf<R>

// the GET that a HEAD belongs to, all else itself
type RouteFor<Name extends OperationName> = Name extends RouteName
  ? Routes[Name]
  : { [Get in FileRouteName]: HeadName<Get> extends Name ? Routes[Get] : never }[FileRouteName]

/** What an operation is called with: the parts of the request that it has, as their schemas take them. */
export type CallRequest<Name extends OperationName> = RequestFor<RouteFor<Name>>

/** What a call ends with: JSON, a `Response` whose body is a file, a text, or undefined where nothing is answered. */
export type AnswerOf<Name extends OperationName> = AnswerFor<RouteFor<Name>>

/** What goes along with one call. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Whether the call goes on when the page that makes it is left; such bodies are at most 64 KiB. */
  readonly keepalive?: boolean
  /** Shown the headers of the answer: ETag and the like. */
  readonly onHeaders?: (headers: Headers) => unknown
}

/** One call for each operation, by its name. */
export type Client = {
  readonly [Name in OperationName]: Record<never, never> extends CallRequest<Name>
    ? (request?: CallRequest<Name>, options?: CallOptions) => Promise<AnswerOf<Name>>
    : (request: CallRequest<Name>, options?: CallOptions) => Promise<AnswerOf<Name>>
}
