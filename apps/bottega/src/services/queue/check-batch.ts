import { type Actor, AppError, type Settings } from '@bottega/contracts'
import { type Batch, type Catalogue, findReferences, type Substitution } from '@bottega/graph'
import type { Queryable } from '../../data/database.ts'
import { checkThings } from '../access.ts'

/** Refuses nodes that the settings do not allow. @throws AppError `graph_invalid` */
export function refuseNodes({ graph }: Batch, { allow_nodes, deny_nodes }: Pick<Settings, 'allow_nodes' | 'deny_nodes'>): void {
  for (const { type } of Object.values(graph.nodes)) {
    if (allow_nodes?.includes(type) !== false && !deny_nodes?.includes(type)) continue
    throw new AppError('graph_invalid', { reason: `Nodes of type ${type} are not allowed on this server` })
  }
}

/** Refuses what a batch names and its owner may not use. @throws AppError as `checkThings` */
export async function checkReferences(
  deps: { readonly db: Queryable },
  actor: Actor,
  batch: Batch,
  catalogue: Catalogue,
): Promise<void> {
  const { images, boards, stylePresets, models, workflows } = findReferences(batch.graph, catalogue, listSubstitutions(batch))
  await checkThings(deps, actor, { resource: 'image', action: 'read', ids: [...images] })
  await checkThings(deps, actor, { resource: 'board', action: 'upload', ids: [...boards] })
  await checkThings(deps, actor, { resource: 'style_preset', action: 'read', ids: [...stylePresets] })
  await checkThings(deps, actor, { resource: 'model', action: 'read', ids: [...models] })
  await checkThings(deps, actor, { resource: 'workflow', action: 'read', ids: [...workflows] })
}

/** Every value of every datum, not their product. */
function* listSubstitutions({ data }: Batch): Iterable<Substitution> {
  for (const { node_path, field_name, items } of data.flat()) for (const value of items) yield { node_path, field_name, value }
}
