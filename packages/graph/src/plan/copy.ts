import type { NodeDeclaration } from '../define-node.ts'
import type { OutputJson } from '../graph.ts'
import type { SourceEdge, SourceNode } from '../topology.ts'

/*
 * Terms of this room:
 *
 * - step      a node of the submitted graph and what has become of it
 * - copy      a prepared node: one run of a step, at one place of the iterations that repeat it
 * - path      that place: a position for each axis of the step, outermost first
 * - link      an edge of the submitted graph; between copies it is a copy edge
 */

/** In place of a position where an iterator did not run, because its branch of an `if` was not taken: what follows the `if` runs once. */
export const ABSENT = -1

/** A position for each axis. */
export type Path = readonly number[]

/**
 * Where a copy stands:
 *
 * - `waiting`   for parents, or for an `if` to take its branch
 * - `ready`     in the queue
 * - `running`   handed out
 * - `executed`  its output is there
 * - `skipped`   its branch was not taken
 */
export type CopyState = 'waiting' | 'ready' | 'running' | 'executed' | 'skipped'

/** One run of a step. */
export interface Copy {
  readonly id: string
  readonly step: Step
  readonly path: Path
  readonly inputs: CopyEdge[]
  readonly outputs: CopyEdge[]
  state: CopyState
  /** Uncut edges whose parents are neither executed nor skipped. */
  pending: number
  /** Whether no `if` holds it back any more. */
  isReleased: boolean
  output?: OutputJson
}

/** A link between copies. */
export interface CopyEdge {
  readonly from: Copy
  readonly to: Copy
  readonly link: SourceEdge
  /** Set when it leads into the branch of an `if` that is not taken. */
  isCut: boolean
}

/** A node of the submitted graph on its way through a session. */
export interface Step {
  readonly source: SourceNode
  readonly declaration: NodeDeclaration
  /** By the keys of their paths, in the order of the paths. */
  readonly copies: Map<string, Copy>
  /** Links from steps that have no copies yet. */
  unprepared: number
  isQueued: boolean
  isPrepared: boolean
  isClosed: boolean
  /** Copies neither executed nor skipped. */
  open: number
}

/** Whether a copy is done with, one way or the other. */
export function isSettled(copy: Copy): boolean {
  return copy.state === 'executed' || copy.state === 'skipped'
}

/** A path, or what is left of it at some positions, as a key. */
export function keyOf(path: Path, positions?: readonly number[]): string {
  return (positions === undefined ? path : positions.map((at) => path[at])).join(',')
}

/** Paths in order: position by position, a shorter one before those it begins. */
export function comparePaths(one: Path, other: Path): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const difference = (one[at] as number) - (other[at] as number)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}
