import { COLLECT, IF, ITERATE, isBranchField } from '../control-nodes.ts'
import { GraphError } from '../errors.ts'
import type { SourceEdge, SourceNode } from '../topology.ts'
import type { Branching } from './branching.ts'
import { ABSENT, type Copy, type CopyEdge, isSettled, keyOf, type Path, type Step } from './copy.ts'
import { Iterations } from './iterations.ts'

/** Copies and edges that a session may have. A node that runs for ten thousand items which are then gathered makes 50,000, and 8 MB of JSON. */
export const MAX_SESSION_SIZE = 250_000

/** What an expansion needs of the plan around it. */
export interface ExpansionContext {
  readonly steps: ReadonlyMap<SourceNode, Step>
  readonly branching: Branching
  newId(): string
}

/** A parent of a copy that is being made. */
interface Parent {
  readonly link: SourceEdge
  readonly copy: Copy
}

const positionsOf = (axes: readonly SourceNode[], within: readonly SourceNode[]) => axes.map((axis) => within.indexOf(axis))

/** Makes the copies of steps, one step after the other, parents first. */
export class Expansion {
  readonly #context: ExpansionContext
  readonly #iterations = new Iterations()
  #size = 0

  constructor(context: ExpansionContext) {
    this.#context = context
  }

  /**
   * Makes all copies of a step and links them to their parents. Its parents have theirs, and an iterator's parent has run.
   *
   * @throws GraphError `session_too_large`
   */
  expand(step: Step): void {
    if (step.source.node.type === ITERATE) this.#iterate(step)
    else if (step.source.node.type === COLLECT) this.#collect(step)
    else this.#repeat(step)
  }

  /** Makes one copy, whatever the size of the session. */
  addCopy(step: Step, path: Path, parents: readonly Parent[]): Copy {
    const copy: Copy = {
      id: this.#context.newId(),
      step,
      path,
      inputs: [],
      outputs: [],
      state: 'waiting',
      pending: 0,
      isReleased: false,
    }
    for (const parent of parents) {
      const edge: CopyEdge = { from: parent.copy, to: copy, link: parent.link, isCut: false }
      copy.inputs.push(edge)
      parent.copy.outputs.push(edge)
      if (!isSettled(parent.copy)) copy.pending++
    }
    step.copies.set(keyOf(path), copy)
    step.open++
    return copy
  }

  #add(step: Step, path: Path, parents: readonly Parent[]): void {
    this.#size += 1 + parents.length
    if (this.#size > MAX_SESSION_SIZE) {
      const text = `Node ${step.source.id} would be repeated too often: a session may have ${MAX_SESSION_SIZE} nodes and edges`
      throw new GraphError('session_too_large', text, ['nodes', step.source.id])
    }
    this.addCopy(step, path, parents)
  }

  #stepOf(source: SourceNode): Step {
    const step = this.#context.steps.get(source)
    if (step === undefined) throw new RangeError(`${source.id} is not part of the session`)
    return step
  }

  // one copy for each place; none where a parent has none
  #repeat(step: Step): void {
    const { source } = step
    const links = source.inputs.map((link) => ({ link, positions: positionsOf(link.from.axes, source.axes) }))
    for (const path of this.#iterations.walk(source.axes)) {
      const found = links.map(({ link, positions }) => ({
        link,
        copy: this.#stepOf(link.from).copies.get(keyOf(path, positions)),
      }))
      const wanted = source.node.type === IF ? this.#withoutOtherBranch(found) : found
      const parents = wanted.flatMap(({ link, copy }) => (copy ? [{ link, copy }] : []))
      if (parents.length === wanted.length) this.#add(step, path, parents)
    }
  }

  // a branch that is not taken may have no copies; while nothing is decided, both branches have theirs or get none
  #withoutOtherBranch<P extends { readonly link: SourceEdge; readonly copy: Copy | undefined }>(
    found: readonly P[],
  ): readonly P[] {
    const condition = found.find(({ link }) => link.toField === 'condition')
    const [any] = found
    if (any === undefined || (condition !== undefined && condition.copy === undefined)) return found
    const taken = this.#context.branching.findTaken(any.link.to, condition?.copy?.path ?? [])
    if (taken === undefined) return found
    return found.filter(({ link }) => !isBranchField(link.toField) || link.toField === taken)
  }

  #iterate(step: Step): void {
    const { source } = step
    const outerAxes = source.axes.slice(0, -1)
    for (const link of source.inputs) {
      const positions = positionsOf(link.from.axes, outerAxes)
      for (const outerPath of this.#iterations.walk(outerAxes)) {
        const copy = this.#stepOf(link.from).copies.get(keyOf(outerPath, positions))
        const list = copy?.output?.[link.fromField]
        // what is no list fails when its one copy reads it
        const length = copy?.output === undefined ? ABSENT : Array.isArray(list) ? list.length : 1
        this.#iterations.setLength(source, outerPath, length)
        if (copy === undefined) continue
        for (let index = 0; index < length; index++) this.#add(step, [...outerPath, index], [{ link, copy }])
      }
    }
  }

  // one copy for each place around the iteration that is gathered over, also where nothing comes in
  #collect(step: Step): void {
    const { source } = step
    const groups = source.inputs.map((link) => this.#group(link, source))
    for (const path of this.#iterations.walk(source.axes)) {
      const parents = groups.flatMap(({ link, positions, copies }) =>
        (copies.get(keyOf(path, positions)) ?? []).map((copy) => ({ link, copy })),
      )
      this.#add(step, path, parents)
    }
  }

  #group(link: SourceEdge, collector: SourceNode) {
    const shared = link.from.axes.filter((axis) => collector.axes.includes(axis))
    const within = positionsOf(shared, link.from.axes)
    const copies = new Map<string, Copy[]>()
    for (const copy of this.#stepOf(link.from).copies.values()) {
      const key = keyOf(copy.path, within)
      const group = copies.get(key)
      if (group === undefined) copies.set(key, [copy])
      else group.push(copy)
    }
    return { link, positions: positionsOf(shared, collector.axes), copies }
  }
}
