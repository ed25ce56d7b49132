import { clipField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { clipSkipOutput } from './outputs.ts'

/** Leaves layers of a text encoder out. */
export const clipSkip = defineNode({
  type: 'clip_skip',
  schemaName: 'CLIPSkipInvocation',
  version: '1.1.1',
  title: 'Apply CLIP Skip - SD1.5, SDXL',
  category: 'prompt',
  tags: ['clipskip', 'clip', 'skip'],
  description: 'Leaves layers out at the end of the text encoder, in addition to those that are left out already.',
  inputs: {
    clip: clipField({ input: 'connection', description: 'The text encoder' }),
    skipped_layers: integerField({ default: 0, min: 0, description: 'How many layers to leave out' }),
  },
  output: clipSkipOutput,
  run({ inputs: { clip, skipped_layers } }) {
    return { clip: { ...clip, skipped_layers: clip.skipped_layers + skipped_layers } }
  },
})
