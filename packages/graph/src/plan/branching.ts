import { BRANCHES, type BranchField } from '../control-nodes.ts'
import type { SourceNode } from '../topology.ts'
import { type Copy, keyOf, type Path } from './copy.ts'
import type { Branch, Gate, Gates } from './gates.ts'

/** What a decision does to the copies that waited for it. */
export interface Outcome {
  readonly released: readonly Copy[]
  readonly skipped: readonly Copy[]
}

type Verdict = 'released' | 'skipped' | 'waiting'

/** Where a copy stands along some axes. */
type Place = ReadonlyMap<SourceNode, number>

interface Waiting {
  readonly copy: Copy
  readonly gate: Gate
  readonly place: Place
}

/** The decisions of one `if` as nodes see them that share only some axes with its condition. */
interface View {
  readonly axes: readonly SourceNode[]
  /** Of `axes` among the condition's. */
  readonly positions: readonly number[]
  readonly taken: Map<string, Set<BranchField>>
  readonly waiting: Map<string, Waiting[]>
}

/** One `if`: the axes of its condition, and what was decided so far. */
interface Decisions {
  readonly axes: readonly SourceNode[]
  readonly made: Map<string, { readonly path: Path; readonly field: BranchField }>
  readonly views: Map<string, View>
  /** What became of nodes outside of all iterations that came through a branch of it: the next one need not go all the way out. */
  readonly settled: Map<BranchField, Verdict>
  /** Whether the condition will not be decided anywhere else. */
  isFinal: boolean
}

const NOWHERE: Place = new Map()

function restrict(place: Place, axes: readonly SourceNode[]): Place {
  if (place.size === 0 || axes.length === 0) return NOWHERE
  return new Map([...place].filter(([axis]) => axes.includes(axis)))
}

function record(view: View, path: Path, field: BranchField): string {
  const key = keyOf(path, view.positions)
  view.taken.set(key, (view.taken.get(key) ?? new Set()).add(field))
  return key
}

function findView(decisions: Decisions, place: Place): View {
  // hardly any condition is in a loop, and ifs may be nested by the thousand
  const isPlain = place.size === 0 || decisions.axes.length === 0
  const positions = isPlain ? [] : [...decisions.axes.keys()].filter((at) => place.has(decisions.axes[at] as SourceNode))
  const name = positions.join(',')
  const known = decisions.views.get(name)
  if (known !== undefined) return known
  const axes = positions.map((at) => decisions.axes[at] as SourceNode)
  const view: View = { axes, positions, taken: new Map(), waiting: new Map() }
  for (const { path, field } of decisions.made.values()) record(view, path, field)
  decisions.views.set(name, view)
  return view
}

function takeWaiting(view: View, key: string): readonly Waiting[] {
  const waiting = view.waiting.get(key) ?? []
  view.waiting.delete(key)
  return waiting
}

/**
 * Holds copies back until every `if` around them has taken their branch. A copy goes through its gates from the innermost outwards: it
 * is released when at each of them a decision that concerns it takes its branch, and skipped as soon as at one of them none can.
 */
export class Branching {
  readonly #gates: Gates
  readonly #decisions = new Map<SourceNode, Decisions>()

  constructor(gates: Gates) {
    this.#gates = gates
  }

  /** Makes an `if` known, with the axes of its condition. */
  add(ifNode: SourceNode, axes: readonly SourceNode[]): void {
    this.#decisions.set(ifNode, { axes, made: new Map(), views: new Map(), settled: new Map(), isFinal: false })
  }

  /** The branch that an `if` takes where its condition stands at `path`; undefined before it is decided. */
  findTaken(ifNode: SourceNode, path: Path): BranchField | undefined {
    return this.#of(ifNode).made.get(keyOf(path))?.field
  }

  /** A new copy: whether it is free to run, or never will, or waits from now on. */
  enter(copy: Copy): Verdict {
    const { source } = copy.step
    const gate = this.#gates.get(source)
    if (gate === undefined) return 'released'
    const place = new Map(source.axes.map((axis, at) => [axis, copy.path[at] as number]))
    return this.#pass({ copy, gate, place: restrict(place, gate.axes) })
  }

  /** The condition of an `if` has its value at `path`. */
  decide(ifNode: SourceNode, path: Path, isTrue: boolean): Outcome {
    const decisions = this.#of(ifNode)
    const taken = isTrue ? 'true_input' : 'false_input'
    const outcome = { released: [] as Copy[], skipped: [] as Copy[] }
    decisions.made.set(keyOf(path), { path, field: taken })
    for (const view of decisions.views.values()) {
      const key = record(view, path, taken)
      for (const waiting of takeWaiting(view, taken + key)) {
        const verdict = this.#pass(waiting)
        if (verdict !== 'waiting') outcome[verdict].push(waiting.copy)
      }
      // where nodes see fewer axes than the condition has, another decision may still take their branch
      if (view.axes.length < decisions.axes.length) continue
      for (const field of BRANCHES) for (const { copy } of takeWaiting(view, field + key)) outcome.skipped.push(copy)
    }
    return outcome
  }

  /** The condition of an `if` will have no other values: what no decision took is skipped. */
  close(ifNode: SourceNode): Outcome {
    const decisions = this.#of(ifNode)
    decisions.isFinal = true
    const waiting = [...decisions.views.values()].flatMap((view) => [...view.waiting.values()].flat())
    for (const view of decisions.views.values()) view.waiting.clear()
    return { released: [], skipped: waiting.map(({ copy }) => copy) }
  }

  #of(ifNode: SourceNode): Decisions {
    const decisions = this.#decisions.get(ifNode)
    if (decisions === undefined) throw new RangeError(`${ifNode.id} is not an if that was added`)
    return decisions
  }

  #pass(waiting: Waiting): Verdict {
    const passed: Branch[] = []
    const verdict = this.#walkOut(waiting, passed)
    if (verdict !== 'waiting') for (const { ifNode, field } of passed) this.#of(ifNode).settled.set(field, verdict)
    return verdict
  }

  #walkOut({ copy, gate: first, place: start }: Waiting, passed: Branch[]): Verdict {
    let gate = first
    let place = start
    for (;;) {
      const { ifNode, field } = gate.branch
      const decisions = this.#of(ifNode)
      if (place.size === 0) {
        const settled = decisions.settled.get(field)
        if (settled !== undefined) return settled
        passed.push(gate.branch)
      }
      const view = findView(decisions, place)
      const key = view.axes.map((axis) => place.get(axis)).join(',')
      const taken = view.taken.get(key)
      if (!taken?.has(field)) {
        const isDecided = decisions.isFinal || (taken !== undefined && view.axes.length === decisions.axes.length)
        if (isDecided) return 'skipped'
        const others = view.waiting.get(field + key) ?? []
        others.push({ copy, gate, place })
        view.waiting.set(field + key, others)
        return 'waiting'
      }
      const outer = this.#gates.get(ifNode)
      if (outer === undefined) return 'released'
      place = restrict(place, outer.axes)
      gate = outer
    }
  }
}
