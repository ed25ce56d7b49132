/** Best first: what of the entries fits what was typed, by how well; all of them, as they were, when nothing was typed. */
export function rank<Entry>(entries: readonly Entry[], typed: string, name: (entry: Entry) => string): Entry[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...entries]
  return entries
    .map((entry) => ({ entry, score: scoreAll(plain(name(entry)), words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry)
}

/** 0 when one of the words is not in the name at all. */
function scoreAll(name: string, words: readonly string[]): number {
  const scores = words.map((word) => score(name, word))
  return scores.includes(0) ? 0 : scores.reduce((sum, one) => sum + one, 0)
}

function score(name: string, word: string): number {
  if (name.startsWith(word)) return 4
  if (new RegExp(`[^\\p{L}\\p{N}]${escapePattern(word)}`, 'u').test(name)) return 3
  if (name.includes(word)) return 2
  return hasInOrder(name, word) ? 1 : 0
}

/** Whether the letters stand in the name one after the other, with others between them: `gnrt` in `generate`. */
function hasInOrder(name: string, word: string): boolean {
  if (word.length < 2) return false
  let rest = name
  for (const letter of word) {
    const at = rest.indexOf(letter)
    if (at === -1) return false
    rest = rest.slice(at + 1)
  }
  return true
}

/** Small letters without marks, so that `loschen` finds `Löschen`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
