/** The known word that somebody may have meant who wrote another; undefined where none is near. */
export function findNearest(wanted: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((word) => ({ word, distance: countEdits(wanted, word) }))
    .filter(({ word, distance }) => distance <= Math.min(3, word.length / 2))
    .toSorted((a, b) => a.distance - b.distance)
  return nearest?.word
}

/** How many letters have to be put in, taken out or replaced: Levenshtein's distance. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1]
    for (let index = 0; index < to.length; index++) {
      const replaced = (row[index] ?? 0) + (letter === to[index] ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
