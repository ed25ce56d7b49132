import { enumField } from '@bottega/graph'
import { refuse } from '../refuse.ts'

/*
 * Nodes that exist for editors: one that runs a workflow takes them out, and puts what they hold into the data of the batch. A graph
 * that still has one was not made by such an editor, and is refused.
 */

const WHY = 'stands for values of a batch and is not run: send them as the data of the batch, and the graph without this node.'

/** What makes a node one that is resolved before a graph is sent. */
export function resolvedByEditor(title: string) {
  return {
    category: 'batch',
    classification: 'special' as const,
    check: () => `${title} ${WHY}`,
    run: () => refuse(`${title} ${WHY}`),
  }
}

/** Which other values of a batch a list goes along with. */
export function batchGroupField() {
  return enumField(['None', 'Group 1', 'Group 2', 'Group 3', 'Group 4', 'Group 5'], {
    default: 'None',
    input: 'direct',
    title: 'Batch Group',
    labels: { None: 'No Group', ...Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`Group ${at}`, `Group ${at}`])) },
    description: 'Lists of one group go along with each other; without a group each value meets each of the others',
  })
}
