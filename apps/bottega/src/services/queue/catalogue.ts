import type { NodeDeclaration } from '@bottega/graph'

/** All nodes that run here. Loaded when they are first asked for. */
export async function loadCatalogue(): Promise<readonly NodeDeclaration[]> {
  const { CATALOGUE } = await import('@bottega/nodes')
  return [...CATALOGUE.values()]
}
