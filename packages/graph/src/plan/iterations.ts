import type { SourceNode } from '../topology.ts'
import { ABSENT, keyOf, type Path } from './copy.ts'

/** How often each iterator runs, at each place of the iterations around it. */
export class Iterations {
  readonly #lengths = new Map<SourceNode, Map<string, number>>()

  /** @param length  of the list, or ABSENT where the iterator does not run and what follows is not repeated by it */
  setLength(iterator: SourceNode, outerPath: Path, length: number): void {
    const lengths = this.#lengths.get(iterator) ?? new Map<string, number>()
    this.#lengths.set(iterator, lengths.set(keyOf(outerPath), length))
  }

  /**
   * Every path along these axes, in order: what lies side by side is multiplied, what is nested follows its outer iteration.
   *
   * @param axes  with all of their own axes, outermost first, their lengths known
   */
  *walk(axes: readonly SourceNode[]): Generator<Path> {
    const outer = axes.map((axis) => axis.axes.slice(0, -1).map((each) => axes.indexOf(each)))
    yield* this.#extend(axes, outer, [])
  }

  *#extend(axes: readonly SourceNode[], outer: readonly (readonly number[])[], path: readonly number[]): Generator<Path> {
    const at = path.length
    const axis = axes[at]
    if (axis === undefined) return yield path
    const length = this.#lengths.get(axis)?.get(keyOf(path, outer[at])) ?? 0
    if (length === ABSENT) return yield* this.#extend(axes, outer, [...path, ABSENT])
    for (let index = 0; index < length; index++) yield* this.#extend(axes, outer, [...path, index])
  }
}
