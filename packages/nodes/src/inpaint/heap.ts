/** Numbers in the order of their ranks, lowest first; equal ranks in any order that is the same each time. */
export class Heap {
  readonly #items: { readonly value: number; readonly rank: number }[] = []

  push(value: number, rank: number): void {
    const items = this.#items
    let at = items.length
    items.push({ value, rank })
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#rankAt(parent) <= this.#rankAt(at)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  /** Takes the lowest out; undefined when there is none. */
  pop(): number | undefined {
    const items = this.#items
    this.#swap(0, items.length - 1)
    const lowest = items.pop()
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const child = this.#rankAt(right) < this.#rankAt(left) ? right : left
      if (this.#rankAt(child) >= this.#rankAt(at)) return lowest?.value
      this.#swap(at, child)
      at = child
    }
  }

  #rankAt(at: number): number {
    return this.#items[at]?.rank ?? Number.POSITIVE_INFINITY
  }

  #swap(one: number, other: number): void {
    const [first, second] = [this.#items[one], this.#items[other]]
    if (first === undefined || second === undefined) return
    this.#items[one] = second
    this.#items[other] = first
  }
}
