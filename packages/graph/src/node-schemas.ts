import type { NodeDeclaration, NodeOutput } from './define-node.ts'
import { describeField, orNull, titleOf } from './fields/describe.ts'
import type { Field } from './fields/index.ts'
import type { JsonObject } from './json.ts'

/*
 * The nodes as `components.schemas` of the OpenAPI document: what editors of the reference build their templates from. Keys beyond
 * JSON schema (`class`, `field_kind`, `input`, `orig_required`, `ui_*`) are theirs.
 */

const refTo = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

const constantOf = (value: string): JsonObject => ({
  const: value,
  default: value,
  field_kind: 'node_attribute',
  title: 'type',
  type: 'string',
})

function describeAttributes(node: NodeDeclaration): JsonObject {
  return {
    id: {
      description: 'Tells the node from all others of its graph.',
      field_kind: 'node_attribute',
      title: 'Id',
      type: 'string',
    },
    is_intermediate: {
      default: false,
      description: 'Whether the images that the node saves are intermediate.',
      field_kind: 'node_attribute',
      input: 'direct',
      orig_required: true,
      title: 'Is Intermediate',
      type: 'boolean',
      ui_hidden: false,
      ui_type: 'IsIntermediate',
    },
    use_cache: {
      default: node.useCache,
      description: 'Whether an output of the same node with the same inputs may be used again.',
      field_kind: 'node_attribute',
      title: 'Use Cache',
      type: 'boolean',
    },
  }
}

const isRequired = (field: Field<unknown>) => !field.isOptional && field.default === undefined
// a required field that nothing can be connected to is the only one that must stand in the JSON of its node
const mustBeWritten = (field: Field<unknown>) => isRequired(field) && field.input === 'direct'

function describeInput(name: string, field: Field<unknown>): JsonObject {
  const required = isRequired(field)
  // where a value may still come along an edge, null stands for it until then
  const nullable = field.isOptional || (required && !mustBeWritten(field))
  const standIn = field.default ?? null
  return {
    title: field.title ?? titleOf(name),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(nullable ? orNull(field.schema) : field.schema),
    ...(mustBeWritten(field) ? {} : { default: standIn }),
    field_kind: field.kind,
    input: field.input,
    orig_required: required,
    ...(required || field.kind === 'internal' ? {} : { orig_default: standIn }),
    ...field.uiHints,
  }
}

function describeNode(node: NodeDeclaration): JsonObject {
  const inputs = Object.entries(node.inputs)
  return {
    category: node.category,
    class: 'invocation',
    classification: node.classification,
    description: node.description,
    node_pack: 'invokeai',
    output: refTo(node.output.schemaName),
    properties: {
      ...describeAttributes(node),
      ...Object.fromEntries(inputs.map(([name, field]) => [name, describeInput(name, field)])),
      type: constantOf(node.type),
    },
    required: [...inputs.flatMap(([name, field]) => (mustBeWritten(field) ? [name] : [])), 'type', 'id'],
    tags: node.tags,
    title: node.title,
    type: 'object',
    version: node.version,
    ...(node.acceptsExtras ? { additionalProperties: true } : {}),
  }
}

function describeOutput(output: NodeOutput): JsonObject {
  const fields = Object.entries(output.fields)
  return {
    class: 'output',
    ...(output.description === undefined ? {} : { description: output.description }),
    properties: {
      ...Object.fromEntries(
        fields.map(([name, field]) => [
          name,
          { ...describeField(name, field), field_kind: 'output', ui_hidden: false, ...pickUiType(field) },
        ]),
      ),
      type: constantOf(output.type),
    },
    required: [...fields.map(([name]) => name), 'type'],
    title: output.schemaName,
    type: 'object',
  }
}

function pickUiType({ uiHints }: Field<unknown>): JsonObject {
  return uiHints.ui_type === undefined ? {} : { ui_type: uiHints.ui_type }
}

/**
 * The schemas of some nodes, their outputs, and the value objects that they mention, by name, with `InvocationOutputMap`. Names
 * come as often as they are mentioned; whoever puts them into a document makes sure that each has one body. The same nodes give
 * the same schemas, whatever their order.
 */
export function describeNodes(nodes: Iterable<NodeDeclaration>): readonly (readonly [name: string, schema: JsonObject])[] {
  const sorted = [...nodes].sort((one, other) => (one.type < other.type ? -1 : 1))
  const outputs: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(sorted.map(({ type, output }) => [type, refTo(output.schemaName)])),
    required: sorted.map(({ type }) => type),
  }
  return [
    ...sorted.flatMap((node) => [
      [node.schemaName, describeNode(node)] as const,
      [node.output.schemaName, describeOutput(node.output)] as const,
      ...[...Object.values(node.inputs), ...Object.values(node.output.fields)].flatMap(({ refersTo }) =>
        refersTo.map(({ name, schema }) => [name, schema] as const),
      ),
    ]),
    ['InvocationOutputMap', outputs],
  ]
}
