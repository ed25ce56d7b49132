import { schedulerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { schedulerOutput } from './outputs.ts'

/** Names a scheduler. */
export const scheduler = defineNode({
  type: 'scheduler',
  schemaName: 'SchedulerInvocation',
  version: '1.0.0',
  title: 'Scheduler',
  category: 'latents',
  tags: ['scheduler'],
  description: 'Gives the scheduler that is chosen.',
  inputs: { scheduler: schedulerField({ description: 'The scheduler' }) },
  output: schedulerOutput,
  run: ({ inputs }) => ({ scheduler: inputs.scheduler }),
})
