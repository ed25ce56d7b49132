import type { Actor, WorkflowCategory } from '@bottega/contracts'
import * as workflows from '../../data/repositories/workflows.ts'
import type { App } from '../app.ts'
import { describeWorkflowFilter, type WorkflowQuery } from './workflows.ts'

type Readers = Pick<App, 'readers'>

/** The tags of the workflows that the actor sees, in alphabetical order. */
export async function listWorkflowTags({ readers }: Readers, actor: Actor, query: WorkflowQuery): Promise<string[]> {
  return [...(await workflows.listWorkflowTags(readers, describeWorkflowFilter(actor, query)))]
}

/** How many of the workflows have each of the tags. */
export async function countWorkflowsByTag(
  { readers }: Readers,
  actor: Actor,
  { tags, ...query }: WorkflowQuery & { readonly tags: readonly string[] },
): Promise<Record<string, number>> {
  return { ...(await workflows.countWorkflowsByTag(readers, describeWorkflowFilter(actor, query), [...new Set(tags)])) }
}

/** How many of the workflows are in each of the categories. */
export async function countWorkflowsByCategory(
  { readers }: Readers,
  actor: Actor,
  { categories, ...query }: WorkflowQuery & { readonly categories: readonly WorkflowCategory[] },
): Promise<Record<string, number>> {
  const filter = describeWorkflowFilter(actor, query)
  return { ...(await workflows.countWorkflowsByCategory(readers, filter, [...new Set(categories)])) }
}

/** Notes that the actor has opened a workflow. */
export async function openWorkflow({ db }: Pick<App, 'db'>, actor: Actor, workflowId: string): Promise<void> {
  await workflows.markWorkflowOpened(db, workflowId, actor.userId)
}
