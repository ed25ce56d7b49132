import { collectionField, collectionItemField, defineOutput, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

const iterateOutput = defineOutput(
  'iterate_output',
  {
    item: collectionItemField({ title: 'Collection Item', description: 'The item of this turn' }),
    index: integerField({ title: 'Index', description: 'Its position, from 0' }),
    total: integerField({ title: 'Total', description: 'How many items there are' }),
  },
  { schemaName: 'IterateInvocationOutput', description: 'One item of a list.' },
)

/** One item of a list after the other. The plan makes a copy of it, and of what follows, for every item. */
export const iterate = defineNode({
  type: 'iterate',
  version: '1.1.0',
  title: 'Iterate',
  category: 'other',
  description: 'Runs what follows once for each item of a list; an empty list runs nothing.',
  useCache: false,
  inputs: {
    collection: collectionField({ default: [], description: 'The list' }),
    index: integerField({ default: 0, uiHidden: true, description: 'The position of the item; set when it runs' }),
  },
  output: iterateOutput,
  run({ inputs: { collection, index } }) {
    const item = collection[index]
    if (item === undefined) refuse(`The list has ${collection.length} items and none at position ${index}.`)
    return { item, index, total: collection.length }
  },
})
