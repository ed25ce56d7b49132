/** First in, first out; adding and taking cost the same however many wait. */
export class Line<T> {
  readonly #items: T[] = []
  #taken = 0

  add(item: T): void {
    this.#items.push(item)
  }

  take(): T | undefined {
    // what was taken stays in the array: it holds no more than ever waited
    return this.#taken < this.#items.length ? this.#items[this.#taken++] : undefined
  }
}
