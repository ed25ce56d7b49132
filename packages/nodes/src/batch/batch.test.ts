import { parseGraph, validateGraph } from '@bottega/graph'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../index.ts'
import { Studio } from '../testing/studio.ts'
import { BATCH_NODES } from './index.ts'

const VALUES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  integer_batch: { integers: [1] },
  float_batch: { floats: [1] },
  string_batch: { strings: ['a'] },
  image_batch: { images: [{ image_name: 'a.png' }] },
}

test.each(BATCH_NODES.map((node) => [node.type, node] as const))(
  '%s is refused in a graph, and would not run',
  async (type, node) => {
    const inputs = VALUES[type] ?? { generator: {} }
    const graph = { nodes: { a: { id: 'a', type, ...inputs } }, edges: [] }
    const validate = () => validateGraph(parseGraph(graph, { catalogue: CATALOGUE, newId: () => 'g' }), CATALOGUE)
    expect(validate).toThrow(/stands for values of a batch and is not run/)
    await expect(new Studio().run(node, inputs)).rejects.toMatchObject({ code: 'request_invalid' })
  },
)
