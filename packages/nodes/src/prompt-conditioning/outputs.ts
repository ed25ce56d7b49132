import { conditioningField, defineOutput, listOf } from '@bottega/graph'

const conditioning = conditioningField({ description: 'The encoded prompt' })

/** An encoded prompt. */
export const conditioningOutput = defineOutput('conditioning_output', { conditioning }, { description: 'An encoded prompt.' })

/** Encoded prompts. */
export const conditioningCollectionOutput = defineOutput(
  'conditioning_collection_output',
  { collection: listOf(conditioning, { description: 'The encoded prompts' }) },
  { description: 'Encoded prompts.' },
)
