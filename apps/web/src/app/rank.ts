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

const WORD_BEGINS = '(?<![\\p{L}\\p{N}])'
const WORD_ENDS = '(?![\\p{L}\\p{N}])'

/** 0 when one of the words is not in the name at all. */
function scoreAll(name: string, words: readonly string[]): number {
  const scores = words.map((word) => score(name, word))
  return scores.includes(0) ? 0 : scores.reduce((sum, one) => sum + one, 0)
}

function score(name: string, word: string): number {
  const sign = escapePattern(word)
  const has = (pattern: string) => new RegExp(pattern, 'u').test(name)
  if (has(`^${sign}${WORD_ENDS}`)) return 5
  if (has(`${WORD_BEGINS}${sign}${WORD_ENDS}`)) return 4
  if (name.startsWith(word)) return 3
  if (has(`${WORD_BEGINS}${sign}`)) return 2
  // one or two letters are within almost everything
  return word.length > 2 && name.includes(word) ? 1 : 0
}

/** Small letters without marks, so that `loschen` finds `Löschen`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
