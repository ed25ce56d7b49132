/** A piece of a sentence: words, or code. */
export interface Piece {
  readonly text: string
  readonly isCode: boolean
}

/** What changed, as one entry tells it. */
export type Change = readonly Piece[]

/** What changed with one release, by kind: added, changed, fixed. */
export interface Release {
  readonly name: string
  readonly parts: readonly { readonly name: string; readonly changes: readonly Change[] }[]
}

/**
 * Reads the list of changes: releases as headings of the second level, kinds as those of the third, entries as items of lists.
 * Links and emphasis keep their
 * words only: what links lead to is no part of the page.
 */
export function parseChangelog(text: string): Release[] {
  return splitAt(text, /^## /m).map((release) => {
    const [name = '', ...rest] = release.split('\n')
    return {
      name: name.trim(),
      parts: splitAt(rest.join('\n'), /^### /m).map((part) => {
        const [kind = '', ...lines] = part.split('\n')
        return { name: kind.trim(), changes: splitAt(lines.join('\n'), /^- /m).map(parseChange) }
      }),
    }
  })
}

function parseChange(entry: string): Change {
  const line = entry.replace(/\s+/g, ' ').trim()
  return line
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]+`)/)
    .filter(Boolean)
    .map((piece) => {
      if (piece.startsWith('`')) return { text: piece.slice(1, -1), isCode: true }
      return { text: piece.replace(/\*(\S[^*]*)\*/g, '$1'), isCode: false }
    })
}

/** What follows each mark; what stands before the first is left out. */
function splitAt(text: string, mark: RegExp): string[] {
  return text.split(mark).slice(1)
}
