import { type Copy, comparePaths } from './copy.ts'

interface Entry {
  readonly copy: Copy
  readonly arrival: number
}

const isBefore = (one: Entry, other: Entry) => (comparePaths(one.copy.path, other.copy.path) || one.arrival - other.arrival) < 0

/** A binary heap: the first by path, then by arrival, on top. */
class Heap {
  readonly #entries: Entry[] = []

  get size(): number {
    return this.#entries.length
  }

  add(entry: Entry): void {
    const entries = this.#entries
    let at = entries.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(entry, entries[parent] as Entry)) break
      entries[at] = entries[parent] as Entry
      at = parent
    }
    entries[at] = entry
  }

  take(): Copy | undefined {
    const entries = this.#entries
    const first = entries[0]
    const last = entries.pop()
    if (first === undefined || last === undefined) return undefined
    if (entries.length === 0) return first.copy
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= entries.length) break
      if (child + 1 < entries.length && isBefore(entries[child + 1] as Entry, entries[child] as Entry)) child++
      if (!isBefore(entries[child] as Entry, last)) break
      entries[at] = entries[child] as Entry
      at = child
    }
    entries[at] = last
    return first.copy
  }
}

/**
 * Copies that can run. One class of nodes is drained before the next, so that a model stays loaded; classes come in alphabetical order
 * of their schema names, and inside a class copies come in the order of their paths.
 */
export class ReadyQueue {
  readonly #classes = new Map<string, Heap>()
  #active: Heap | undefined
  #arrivals = 0

  add(copy: Copy): void {
    const name = copy.step.declaration.schemaName
    const heap = this.#classes.get(name) ?? new Heap()
    this.#classes.set(name, heap)
    heap.add({ copy, arrival: this.#arrivals++ })
  }

  take(): Copy | undefined {
    if (!this.#active || this.#active.size === 0) this.#active = this.#firstClass()
    return this.#active?.take()
  }

  #firstClass(): Heap | undefined {
    let first: string | undefined
    for (const [name, heap] of this.#classes) {
      if (heap.size > 0 && (first === undefined || name < first)) first = name
    }
    return first === undefined ? undefined : this.#classes.get(first)
  }
}
