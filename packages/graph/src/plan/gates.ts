import { type BranchField, IF, isBranchField } from '../control-nodes.ts'
import type { SourceEdge, SourceNode, Topology } from '../topology.ts'

/*
 * Which nodes belong to a branch of an `if` alone: every way on from them leads into that branch. Branches nest, since an `if` may
 * itself belong to a branch, so they form a tree; a node's gate is the innermost branch that it belongs to, the lowest common ancestor
 * of where its edges lead.
 */

/** One branch of an `if`. */
export interface Branch {
  readonly ifNode: SourceNode
  readonly field: BranchField
}

/** What holds a node back until an `if` takes its branch. The gate of that `if` is the next one outwards. */
export interface Gate {
  readonly branch: Branch
  /** Axes that last all the way from the node to the `if`: copies and decisions belong together where these agree. */
  readonly axes: readonly SourceNode[]
}

/** The gates of a graph's nodes; a node without one always runs. */
export type Gates = ReadonlyMap<SourceNode, Gate>

const intersect = (one: readonly SourceNode[], other: readonly SourceNode[]) => one.filter((axis) => other.includes(axis))

/** Finds the gate of every node that has one, in one pass from the last to the first. */
export function findGates(topology: Topology): Gates {
  const gates = new Map<SourceNode, Gate>()
  const branches = new Map<string, Branch>()
  const depths = new Map<Branch, number>()
  // copied branches would not be equal
  const branchOf = (ifNode: SourceNode, field: BranchField): Branch => {
    const key = `${ifNode.rank}.${field}`
    const branch = branches.get(key) ?? { ifNode, field }
    const outer = gates.get(ifNode)
    depths.set(branch, outer === undefined ? 1 : (depths.get(outer.branch) ?? 0) + 1)
    branches.set(key, branch)
    return branch
  }
  const gateAlong = ({ from, to, toField }: SourceEdge): Gate | undefined => {
    if (to.node.type === IF && isBranchField(toField)) return { branch: branchOf(to, toField), axes: from.axes }
    const gate = gates.get(to)
    return gate && { branch: gate.branch, axes: intersect(from.axes, gate.axes) }
  }
  const leave = ({ branch, axes }: Gate): Gate | undefined => {
    const outer = gates.get(branch.ifNode)
    return outer && { branch: outer.branch, axes: intersect(axes, outer.axes) }
  }
  const join = (one: Gate | undefined, other: Gate | undefined): Gate | undefined => {
    let [left, right] = [one, other]
    while (left && right && left.branch !== right.branch) {
      if ((depths.get(left.branch) ?? 0) >= (depths.get(right.branch) ?? 0)) left = leave(left)
      else right = leave(right)
    }
    return left && right && { branch: left.branch, axes: intersect(left.axes, right.axes) }
  }
  for (const node of topology.toReversed()) {
    const [first, ...more] = node.outputs
    const gate = first && more.reduce((joined, edge) => joined && join(joined, gateAlong(edge)), gateAlong(first))
    if (gate) gates.set(node, gate)
  }
  return gates
}
