import { pickExtras } from './catalogue.ts'
import type { NodeDefinition } from './define-node.ts'
import { GraphError } from './errors.ts'
import { parseField } from './fields/field.ts'
import { type Field, ValueError } from './fields/index.ts'
import type { NodeJson, OutputJson } from './graph.ts'
import { type JsonValue, ownValue } from './json.ts'
import type { PreparedNode } from './plan/plan.ts'

function parseInput(node: NodeJson, name: string, field: Field<unknown>): unknown {
  try {
    const value = parseField(field, ownValue(node, name))
    if (value !== undefined) return value
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new GraphError('input_invalid', `Node ${node.id} has invalid incoming input for ${name}${error.path}`, [name])
  }
  if (field.input === 'connection') {
    throw new GraphError('connection_missing', `Node ${node.type} missing connections for field ${name}`, [name])
  }
  throw new GraphError('input_missing', `Node ${node.type} missing value or connection for field ${name}`, [name])
}

/**
 * Runs one prepared node.
 *
 * @returns its output as JSON, fields without a value left out
 * @throws GraphError `connection_missing`, `input_missing`, `input_invalid`, `session_too_large`, and whatever the node throws
 */
export async function invokeNode<Context>(
  definition: NodeDefinition<Context>,
  { node, fault }: PreparedNode,
  context: Context,
): Promise<OutputJson> {
  if (fault !== undefined) throw fault
  const inputs = Object.entries(definition.inputs).map(([name, field]) => [name, parseInput(node, name, field)])
  const values = await definition.run(Object.fromEntries(inputs), pickExtras(definition, node), context)
  const output: Record<string, JsonValue> = {}
  for (const name of Object.keys(definition.output.fields)) {
    // output fields describe JSON, so what a node gives for them is
    const value = (values[name] ?? null) as JsonValue
    if (value !== null) output[name] = value
  }
  return { ...output, type: definition.output.type }
}
