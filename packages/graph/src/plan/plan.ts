import type { Catalogue } from '../catalogue.ts'
import { IF, ITERATE, isBranchField } from '../control-nodes.ts'
import { GraphError } from '../errors.ts'
import type { Graph, NodeJson, OutputJson } from '../graph.ts'
import { freezeJson, type JsonValue, measureJson } from '../json.ts'
import { buildTopology, type SourceNode } from '../topology.ts'
import { Branching, type Outcome } from './branching.ts'
import { ABSENT, type Copy, isSettled, type Step } from './copy.ts'
import { toEventNode } from './event-node.ts'
import { Expansion } from './expansion.ts'
import { findGates } from './gates.ts'
import { gathersTooMuch, MAX_GATHERED, writeCopy } from './gather.ts'
import { Line } from './line.ts'
import { ReadyQueue } from './ready-queue.ts'
import { emptySession, type SessionJson } from './session.ts'

/** About as many characters of a value are written into a session's prepared nodes. */
const SHORT = 1000

/**
 * About the characters of all outputs of a session together, and how deep each may be nested: beyond, no text and no message between
 * processes holds it.
 */
const RESULT_LIMITS = { size: 64 * 2 ** 20, depth: 200 } as const

/** A node that can run now. */
export interface PreparedNode {
  /** Fresh, its own. */
  readonly id: string
  /** Of the node of the submitted graph that it is a copy of. */
  readonly sourceId: string
  /** As it is executed: with the values that came along its edges. Events and the cache key speak of this one. */
  readonly node: NodeJson
  /** Why it cannot run although it is its turn. */
  readonly fault?: GraphError
}

/** What a plan is made of. */
export interface PlanOptions {
  /** Of the session. */
  readonly id: string
  /** A validated one. */
  readonly graph: Graph
  readonly catalogue: Catalogue
  /** Ids for prepared nodes and for the execution graph. */
  newId(): string
}

/**
 * The execution of one graph as a state machine, without running anything. A step (a node of the graph) goes through:
 *
 * - *unprepared*: some parent has no copies yet, or, for an iterator, has not run
 * - *prepared*: its copies exist, linked to their parents'; each waits for its parents and for the `if`s around it, becomes ready, is
 *   handed out by `next`, and is executed with `complete`, or skipped when its branch is not taken
 * - *closed*: every copy is executed or skipped. Iterators that read it are prepared, `if`s whose condition it is are decided
 *
 * The session is complete when every step is closed, or with the first error. Time and memory grow with the copies and the edges between
 * them, of which there are at most `MAX_SESSION_SIZE`.
 */
export class Plan {
  readonly #options: PlanOptions
  readonly #executionGraphId: string
  readonly #steps: Map<SourceNode, Step>
  readonly #branching: Branching
  readonly #expansion: Expansion
  readonly #ready = new ReadyQueue()
  readonly #running = new Map<string, Copy>()
  readonly #toPrepare = new Line<Step>()
  readonly #toClose = new Line<Step>()
  readonly #executed: string[] = []
  readonly #history: string[] = []
  readonly #errors = new Map<string, string>()
  #resultSize = 0
  #refusal: { readonly copy: Copy; readonly fault: GraphError } | undefined

  constructor(options: PlanOptions) {
    this.#options = options
    this.#executionGraphId = options.newId()
    const topology = buildTopology(options.graph)
    this.#steps = new Map(topology.map((source) => [source, createStep(source, options.catalogue)]))
    this.#branching = new Branching(findGates(topology))
    this.#expansion = new Expansion({ steps: this.#steps, branching: this.#branching, newId: () => options.newId() })
    for (const source of topology) if (source.node.type === IF) this.#addIf(source)
    for (const step of this.#steps.values()) if (step.unprepared === 0) this.#queue(step)
    this.#settleSteps()
  }

  /** The next node to run; undefined when there is none until another completes, or none at all. */
  next(): PreparedNode | undefined {
    if (this.#errors.size > 0) return undefined
    const refusal = this.#refusal
    const copy = refusal?.copy ?? this.#ready.take()
    if (copy === undefined || copy.state === 'running') return undefined
    copy.state = 'running'
    this.#running.set(copy.id, copy)
    const prepared = { id: copy.id, sourceId: copy.step.source.id, node: writeCopy(copy, () => true) }
    const fault = refusal?.fault ?? (gathersTooMuch(copy) ? gatheredTooMuch(copy) : undefined)
    return fault === undefined ? prepared : { ...prepared, fault }
  }

  /**
   * Takes the output of a node that was handed out. It is frozen: others read it where it lies.
   *
   * @throws RangeError for a node that is not running
   * @throws GraphError `session_too_large` when the outputs together are, or this one is nested too deeply; the node goes on running,
   *         until `fail`
   */
  complete(id: string, output: OutputJson): void {
    this.#makeRoomFor(id, output)
    const copy = this.#takeRunning(id)
    copy.output = freezeJson(output)
    copy.state = 'executed'
    this.#decide(copy)
    this.#settle(copy)
    this.#settleSteps()
  }

  /**
   * Ends the session with the error of a node that was handed out.
   *
   * @param error  `<error type>: <message>`
   * @throws RangeError for a node that is not running
   */
  fail(id: string, error: string): void {
    this.#errors.set(this.#takeRunning(id).id, error)
  }

  /** Whether there is nothing left to do: everything ran or was skipped, or something failed. */
  get isComplete(): boolean {
    return this.hasFailed || this.#history.length === this.#steps.size
  }

  /** Whether a node failed. */
  get hasFailed(): boolean {
    return this.#errors.size > 0
  }

  /** Outputs that what has not run yet may read. */
  get openOutputs(): readonly OutputJson[] {
    const isOpen = ({ source }: Step) => source.outputs.some(({ to }) => this.#steps.get(to)?.isClosed !== true)
    const copies = [...this.#steps.values()].filter(isOpen).flatMap((step) => [...step.copies.values()])
    return copies.flatMap(({ output }) => output ?? [])
  }

  /** What the copies of a node of the submitted graph gave, in the order of their paths; nothing for those that did not run. */
  outputsOf(sourceId: string): readonly OutputJson[] {
    const step = [...this.#steps.values()].find(({ source }) => source.id === sourceId)
    return [...(step?.copies.values() ?? [])].flatMap(({ output }) => output ?? [])
  }

  /** The state as JSON. Null fields are left out. */
  toSession(): SessionJson {
    const copies = [...this.#steps.values()].flatMap((step) => [...step.copies.values()])
    const edges = copies.flatMap((copy) =>
      copy.inputs.flatMap(({ isCut, from, link }) =>
        isCut
          ? []
          : [
              {
                source: { node_id: from.id, field: link.fromField },
                destination: { node_id: copy.id, field: link.toField },
              },
            ],
      ),
    )
    const byId = <T>(toValue: (copy: Copy) => T): Readonly<Record<string, T>> =>
      Object.fromEntries(copies.map((copy) => [copy.id, toValue(copy)]))
    const prepared = [...this.#steps.values()].filter((step) => step.isPrepared)
    const isShort = createShortTest()
    return {
      ...emptySession(this.#options.id, this.#options.graph, this.#executionGraphId),
      execution_graph: { id: this.#executionGraphId, nodes: byId((copy) => toEventNode(writeCopy(copy, isShort))), edges },
      executed: [...this.#executed],
      executed_history: [...this.#history],
      results: Object.fromEntries(copies.flatMap(({ id, output }) => (output === undefined ? [] : [[id, output]]))),
      errors: Object.fromEntries(this.#errors),
      prepared_source_mapping: byId((copy) => copy.step.source.id),
      source_prepared_mapping: Object.fromEntries(
        prepared.map(({ source, copies }) => [source.id, [...copies.values()].map(({ id }) => id)]),
      ),
      prepared_iteration_paths: byId((copy) => copy.path.filter((position) => position !== ABSENT)),
      indegree: byId((copy) => copy.pending),
    }
  }

  #makeRoomFor(id: string, output: OutputJson): void {
    const limits = { ...RESULT_LIMITS, size: RESULT_LIMITS.size - this.#resultSize }
    const { size, depth } = measureJson(output, limits)
    const sourceId = this.#running.get(id)?.step.source.id ?? id
    if (depth > limits.depth) {
      throw tooLarge(sourceId, `Node ${sourceId} gives lists in lists, more than ${RESULT_LIMITS.depth} deep`)
    }
    if (size > limits.size) {
      const limit = `${RESULT_LIMITS.size / 2 ** 20} million characters`
      throw tooLarge(sourceId, `Node ${sourceId} gives too much: the results of a session may have about ${limit} in all`)
    }
    this.#resultSize += size
  }

  #takeRunning(id: string): Copy {
    const copy = this.#running.get(id)
    if (copy === undefined) throw new RangeError(`node ${id} is not running`)
    this.#running.delete(id)
    return copy
  }

  #addIf(source: SourceNode): void {
    const condition = source.inputs.find(({ toField }) => toField === 'condition')
    this.#branching.add(source, condition?.from.axes ?? [])
    // nothing waits yet
    if (condition === undefined) this.#branching.decide(source, [], source.node.condition === true)
  }

  // before its children are told that it is done: an `if` among them drops its other branch first
  #decide(copy: Copy): void {
    for (const { to, toField, fromField } of copy.step.source.outputs) {
      if (to.node.type !== IF || toField !== 'condition') continue
      this.#apply(this.#branching.decide(to, copy.path, copy.output?.[fromField] === true))
    }
    for (const { to, link } of copy.outputs) {
      if (link.to.node.type === IF && link.toField === 'condition') this.#cutOtherBranch(to, copy)
    }
  }

  #cutOtherBranch(ifCopy: Copy, condition: Copy): void {
    const taken = this.#branching.findTaken(ifCopy.step.source, condition.path)
    for (const edge of ifCopy.inputs) {
      if (edge.isCut || !isBranchField(edge.link.toField) || edge.link.toField === taken) continue
      edge.isCut = true
      // the condition's own node has run but is still counted: its edges are told after this
      if (edge.from === condition || !isSettled(edge.from)) ifCopy.pending--
    }
  }

  #apply({ released, skipped }: Outcome): void {
    for (const copy of released) this.#release(copy)
    for (const copy of skipped) this.#skip(copy)
  }

  #release(copy: Copy): void {
    copy.isReleased = true
    this.#offer(copy)
  }

  #skip(copy: Copy): void {
    copy.state = 'skipped'
    this.#settle(copy)
  }

  #offer(copy: Copy): void {
    if (copy.state !== 'waiting' || copy.pending > 0 || !copy.isReleased) return
    copy.state = 'ready'
    this.#ready.add(copy)
  }

  #settle(copy: Copy): void {
    this.#executed.push(copy.id)
    for (const { to, isCut } of copy.outputs) {
      if (isCut) continue
      to.pending--
      this.#offer(to)
    }
    copy.step.open--
    this.#closeIfDone(copy.step)
  }

  #closeIfDone(step: Step): void {
    if (step.isPrepared && step.open === 0) this.#toClose.add(step)
  }

  #queue(step: Step): void {
    if (step.isQueued) return
    step.isQueued = true
    this.#toPrepare.add(step)
  }

  // one queue after the other instead of recursion: graphs are longer than stacks are deep
  #settleSteps(): void {
    while (this.#refusal === undefined) {
      const closing = this.#toClose.take()
      const preparing = closing === undefined ? this.#toPrepare.take() : undefined
      if (closing !== undefined) this.#close(closing)
      else if (preparing !== undefined) this.#prepare(preparing)
      else return
    }
  }

  #prepare(step: Step): void {
    try {
      this.#expansion.expand(step)
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
      this.#refusal = { copy: this.#expansion.addCopy(step, [], []), fault: error }
      return
    }
    step.isPrepared = true
    for (const copy of step.copies.values()) {
      const verdict = this.#branching.enter(copy)
      if (verdict === 'released') this.#release(copy)
      else if (verdict === 'skipped') this.#skip(copy)
    }
    if (step.copies.size === 0) this.#closeIfDone(step)
    for (const { to } of step.source.outputs) {
      const child = this.#steps.get(to)
      if (child !== undefined && --child.unprepared === 0 && to.node.type !== ITERATE) this.#queue(child)
    }
  }

  #close(step: Step): void {
    if (step.isClosed) return
    step.isClosed = true
    this.#executed.push(step.source.id)
    this.#history.push(step.source.id)
    for (const { to, toField } of step.source.outputs) {
      const child = this.#steps.get(to)
      if (child !== undefined && to.node.type === ITERATE) this.#queue(child)
      if (to.node.type === IF && toField === 'condition') this.#apply(this.#branching.close(to))
    }
  }
}

const tooLarge = (sourceId: string, text: string) => new GraphError('session_too_large', text, ['nodes', sourceId])

function gatheredTooMuch({ step }: Copy): GraphError {
  const { id } = step.source
  return tooLarge(id, `Node ${id} would gather too much: a list may have ${MAX_GATHERED} items at most`)
}

function createStep(source: SourceNode, catalogue: Catalogue): Step {
  const declaration = catalogue.get(source.node.type)
  if (declaration === undefined) throw new GraphError('graph_malformed', `Unknown node type ${source.node.type}`)
  return {
    source,
    declaration,
    copies: new Map(),
    unprepared: source.inputs.length,
    isQueued: false,
    isPrepared: false,
    isClosed: false,
    open: 0,
  }
}

// thousands of copies share their values: each is measured once
function createShortTest(): (value: JsonValue) => boolean {
  const known = new Map<JsonValue, boolean>()
  return (value) => {
    if (typeof value === 'string') return value.length <= SHORT
    if (typeof value !== 'object' || value === null) return true
    const isShort = known.get(value) ?? measureJson(value, { size: SHORT, depth: Number.MAX_SAFE_INTEGER }).size <= SHORT
    known.set(value, isShort)
    return isShort
  }
}
