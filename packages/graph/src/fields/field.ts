import type { JsonObject, JsonValue } from '../json.ts'
import type { ValueType } from './value-type.ts'

/*
 * Terms of this room:
 *
 * - shape   a kind of value: how an untrusted one is parsed, what OpenAPI says of it, what may be connected to it
 * - field   a shape at its place in a node, an output or a value object: default, whether it may be absent, how an editor shows it
 */

/** A value object's schema under the reference's name, as `components.schemas` lists it. */
export interface NamedSchema {
  readonly name: string
  readonly schema: JsonObject
}

/** A kind of value. */
export interface Shape<T> {
  readonly type: ValueType
  /** JSON schema of a value that is there. */
  readonly schema: JsonObject
  /** What `schema` refers to by `$ref`, directly and through others. */
  readonly refersTo: readonly NamedSchema[]
  /**
   * Untrusted to trusted. May return the value itself; nobody changes it.
   *
   * @param path  of the value inside its field, for the error
   * @throws ValueError
   */
  parse(value: unknown, path: string): T
}

/** A value that does not fit its field. */
export class ValueError extends Error {
  override readonly name = 'ValueError'
  /** Inside the field: empty, `.r`, `[3].image_name`. */
  readonly path: string

  constructor(message: string, path: string) {
    super(message)
    this.path = path
  }
}

/** How a field gets its value: along an edge, typed in, or either. */
export type FieldInput = 'any' | 'connection' | 'direct'

/** What every field may say of itself. */
export interface FieldOptions {
  /** Defaults to the field's name in title case. */
  readonly title?: string
  readonly description?: string
  readonly input?: FieldInput
  readonly uiOrder?: number
  readonly uiHidden?: boolean
}

/** What an editor of the reference is told beyond the schema; keys of the wire. */
export type UiHints = Readonly<Record<`ui_${string}`, JsonValue>>

/** A shape at its place. Without a default and not optional, it is required: a node does not run without it. */
export interface Field<T> extends Shape<T> {
  readonly kind: 'input' | 'internal'
  readonly input: FieldInput
  readonly isOptional: boolean
  /** Stands in for a value that is not given. */
  readonly default: JsonValue | undefined
  readonly title: string | undefined
  readonly description: string | undefined
  readonly uiHints: UiHints
}

/** A field that may be absent: null in the inputs and outputs of a node, no key in a value object. */
export type OptionalField<T> = Field<T | null> & { readonly isOptional: true }

/** Fields by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>

/** What a node is given, or gives, for its fields: no undefined, null only for optional ones. */
export type FieldValues<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

type Flat<T> = { readonly [K in keyof T]: T[K] }

/** A value object with these fields: optional ones have no key when they are absent. */
export type ObjectValue<F extends Fields> = Flat<
  { [K in keyof F as F[K] extends { isOptional: true } ? never : K]: ValueOf<F[K]> } & {
    [K in keyof F as F[K] extends { isOptional: true } ? K : never]?: NonNullable<ValueOf<F[K]>>
  }
>

/** The value of a field or a shape. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never

/** Puts a shape in its place. */
export function makeField<T>(
  shape: Shape<T>,
  options: FieldOptions & { readonly default?: JsonValue | undefined } = {},
  hints: UiHints = {},
): Field<T> {
  return {
    type: shape.type,
    schema: shape.schema,
    refersTo: shape.refersTo,
    parse: shape.parse,
    kind: 'input',
    input: options.input ?? 'any',
    isOptional: false,
    default: options.default,
    title: options.title,
    description: options.description,
    uiHints: {
      ...hints,
      ...(options.uiOrder === undefined ? {} : { ui_order: options.uiOrder }),
      ...(options.uiHidden === undefined ? {} : { ui_hidden: options.uiHidden }),
    },
  }
}

/** The field, which may also be absent: its node then sees null. */
export function optional<T>(field: Field<T>): OptionalField<T> {
  return { ...field, isOptional: true }
}

/** The field, set by whoever builds the graph and not shown as an input; may be absent. */
export function internal<T>(field: Field<T>): OptionalField<T> {
  return { ...field, kind: 'internal', isOptional: true, uiHints: { ...field.uiHints, ui_hidden: false } }
}

/**
 * The value that a field makes of what it is given: the default for nothing, null for nothing in an optional one.
 *
 * @returns undefined when there is nothing and the field is required
 * @throws ValueError
 */
export function parseField<T>(field: Field<T>, given: unknown): T | null | undefined {
  const value = given ?? field.default
  if (value !== undefined && value !== null) return field.parse(value, '')
  return field.isOptional ? null : undefined
}
