/** Numbers in the order of their ranks, lowest first; equal ranks in any order that is the same each time. */
export class Heap {
  readonly #values: number[] = []
  readonly #ranks: number[] = []

  push(value: number, rank: number): void {
    const ranks = this.#ranks
    let at = ranks.length
    for (let parent = (at - 1) >> 1; at > 0 && (ranks[parent] as number) > rank; parent = (at - 1) >> 1) {
      this.#move(parent, at)
      at = parent
    }
    this.#put(at, value, rank)
  }

  /** Takes the lowest out; undefined when there is none. */
  pop(): number | undefined {
    const [values, ranks] = [this.#values, this.#ranks]
    const lowest = values[0]
    const [value, rank] = [values.pop(), ranks.pop()]
    const count = ranks.length
    if (value === undefined || rank === undefined || count === 0) return lowest
    let at = 0
    for (let left = 1; left < count; left = 2 * at + 1) {
      const child = left + 1 < count && (ranks[left + 1] as number) < (ranks[left] as number) ? left + 1 : left
      if ((ranks[child] as number) >= rank) break
      this.#move(child, at)
      at = child
    }
    this.#put(at, value, rank)
    return lowest
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#values[from] as number, this.#ranks[from] as number)
  }

  #put(at: number, value: number, rank: number): void {
    this.#values[at] = value
    this.#ranks[at] = rank
  }
}
