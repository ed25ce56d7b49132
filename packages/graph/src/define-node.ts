import type { NodeContext } from './context.ts'
import type { Fields, FieldValues } from './fields/index.ts'
import type { JsonObject } from './json.ts'

/** What a node gives: an output type with a name, shared by the nodes that give the same. */
export interface NodeOutput<O extends Fields = Fields> {
  /** `integer_output`. */
  readonly type: string
  /** Its name among the schemas, `IntegerOutput`. */
  readonly schemaName: string
  readonly description: string | undefined
  readonly fields: O
}

/** How far a node can be relied on; `special` ones are for the editor and never run. */
export type Classification = 'stable' | 'beta' | 'prototype' | 'deprecated' | 'internal' | 'special'

/** What is known of a node without running it: enough for schemas, validation and planning. */
export interface NodeDeclaration {
  /** `denoise_latents`; graphs name it. */
  readonly type: string
  /** Its name among the schemas, `DenoiseLatentsInvocation`; ready nodes run in the order of these names. */
  readonly schemaName: string
  readonly version: string
  readonly title: string
  readonly category: string
  readonly description: string
  readonly tags: readonly string[]
  readonly classification: Classification
  readonly inputs: Fields
  readonly output: NodeOutput
  /** The default of `use_cache`: false for chance, time and whatever else gives something new each time. */
  readonly useCache: boolean
  /** Whether keys beyond its inputs are kept and handed over. */
  readonly acceptsExtras: boolean
  /** How the names of inputs begin that belong to what the node refers to, such as a workflow's: they take anything, also along edges. */
  readonly openInputs?: string
  /**
   * Looks at the values that are written in the graph, those of connected inputs left out, before anything runs.
   *
   * @returns what is wrong with them, as a sentence
   */
  readonly check?: (literals: Readonly<Record<string, unknown>>) => string | undefined
}

/** A node that can run. `Context` is what it needs of whoever runs it. */
export interface NodeDefinition<Context> extends NodeDeclaration {
  /** Runs it on inputs that are parsed already. */
  run(inputs: Readonly<Record<string, unknown>>, extras: JsonObject, context: Context): Promise<Readonly<Record<string, unknown>>>
}

/** What a node's `run` gets beside the context. */
export interface NodeInputs<I extends Fields> {
  readonly inputs: FieldValues<I>
  /** Keys beyond its inputs that it accepts. */
  readonly extras: JsonObject
}

/** A node as one writes it down; what it leaves out has a default. */
export interface NodeSpec<I extends Fields, O extends Fields, Context> {
  readonly type: string
  readonly version: string
  readonly title: string
  readonly category: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly classification?: Classification
  readonly inputs: I
  readonly output: NodeOutput<O>
  readonly useCache?: boolean
  readonly acceptsExtras?: boolean
  readonly openInputs?: string
  readonly schemaName?: string
  readonly check?: (literals: Partial<FieldValues<I>>) => string | undefined
  run(context: Context & NodeInputs<I>): FieldValues<O> | Promise<FieldValues<O>>
}

/** Words in snake case as one in Pascal case: `image_output` gives `ImageOutput`. */
function toPascalCase(words: string): string {
  return words
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** Declares an output type. The same name always has the same fields. */
export function defineOutput<const O extends Fields>(
  type: string,
  fields: O,
  { schemaName = toPascalCase(type), description }: { readonly schemaName?: string; readonly description?: string } = {},
): NodeOutput<O> {
  return { type, schemaName, description, fields }
}

/**
 * Makes a `defineNode` for a context: nodes that need an engine get one whose context names its types, once, in their own package.
 *
 * @example
 * export const defineNode = defineNodeFor<NodeContext<EngineTypes>>()
 */
export function defineNodeFor<Context extends object>() {
  return function defineNode<const I extends Fields, const O extends Fields>(
    spec: NodeSpec<I, O, Context>,
  ): NodeDefinition<Context> {
    const { check } = spec
    return {
      type: spec.type,
      schemaName: spec.schemaName ?? `${toPascalCase(spec.type)}Invocation`,
      version: spec.version,
      title: spec.title,
      category: spec.category,
      description: spec.description ?? '',
      tags: spec.tags ?? [],
      classification: spec.classification ?? 'stable',
      inputs: spec.inputs,
      output: spec.output,
      useCache: spec.useCache ?? true,
      acceptsExtras: spec.acceptsExtras ?? false,
      ...(spec.openInputs !== undefined && { openInputs: spec.openInputs }),
      // both are handed what the parsers of `inputs` made, under the names of `inputs`
      ...(check && { check: (literals) => check(literals as Partial<FieldValues<I>>) }),
      run: async (inputs, extras, context) => spec.run({ ...context, inputs: inputs as FieldValues<I>, extras }),
    }
  }
}

/** Declares a node that needs no more than the ports, whatever flows through them. */
export const defineNode = defineNodeFor<NodeContext>()
