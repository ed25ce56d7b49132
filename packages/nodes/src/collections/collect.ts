import { collectionField, collectionItemField, defineOutput, optional } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'

const collectOutput = defineOutput(
  'collect_output',
  { collection: collectionField({ title: 'Collection', description: 'The list' }) },
  { schemaName: 'CollectInvocationOutput', description: 'A list that was gathered.' },
)

/** A list of what comes in. The plan gathers: it hands over the whole list as `collection`. */
export const collect = defineNode({
  type: 'collect',
  version: '1.1.0',
  title: 'Collect',
  category: 'other',
  description: 'Gathers what comes in, over all turns of an iteration, into one list: first the lists, then the single items.',
  useCache: false,
  inputs: {
    item: optional(
      collectionItemField({ title: 'Collection Item', input: 'connection', description: 'An item to add; all of one type' }),
    ),
    collection: collectionField({ input: 'connection', default: [], description: 'A list to begin with' }),
  },
  output: collectOutput,
  run: ({ inputs: { collection } }) => ({ collection }),
})
