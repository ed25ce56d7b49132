import { endOfWord, findClosingQuote, isSpace, readColonWeight, readOperator } from './prompt-scanner.ts'

/** What a prompt is made of, in order: texts, and the borders of groups. The weight of a group stands behind it. */
export type GroupMark =
  | { readonly kind: 'open' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly weight: number }

interface OpenGroup {
  readonly kind: 'bracket' | 'quote'
  readonly start: number
  /** A group ends before this: the end of the prompt, or the closing quote around it. */
  readonly limit: number
}

/**
 * Reads the group that opens at `start`, in brackets or double quotes, with all groups in it and the weight behind it. Between
 * groups, only words, commas and full stops are allowed; anything else, and a missing end, means that there is no group after
 * all and the opening character is one like any other.
 *
 * @param marks     gets what the group is made of, if it is one
 * @param hopeless  places where no group opens, known from earlier tries; added to. This is what keeps the time linear
 * @returns         where the text goes on; undefined when no group opens at `start`
 */
export function readGroup(text: string, start: number, marks: GroupMark[], hopeless: Set<number>): number | undefined {
  if ((text[start] !== '(' && text[start] !== '"') || hopeless.has(start)) return undefined
  const open: OpenGroup[] = []
  const found: GroupMark[] = []
  let at = start

  const openGroup = (kind: OpenGroup['kind'], limit: number) => {
    open.push({ kind, start: at, limit })
    found.push({ kind: 'open' })
    at += 1
  }
  const closeGroup = (end: number, ownWeight = 1) => {
    open.pop()
    const operator = readOperator(text, end, 'group')
    found.push({ kind: 'close', weight: ownWeight * (operator?.weight ?? 1) })
    at = operator?.end ?? end
  }
  const readNext = (): boolean => {
    const { kind, limit } = open.at(-1) ?? { kind: undefined, limit: text.length }
    const isFilled = found.at(-1)?.kind !== 'open'
    const colon = kind === 'bracket' && isFilled ? readColonWeight(text, at) : undefined
    const char = text[at]
    if (at === limit) {
      if (kind !== 'quote') return false
      closeGroup(at + 1)
    } else if (isSpace(char)) at += 1
    else if (char === '(') openGroup('bracket', limit)
    else if (char === '"') {
      const quoteEnd = findClosingQuote(text, at)
      if (quoteEnd >= limit) return false
      openGroup('quote', quoteEnd)
    } else if (colon !== undefined) closeGroup(colon.end, colon.weight)
    else if (char === ')' && kind === 'bracket') closeGroup(at + 1)
    else {
      const end = readPlain(text, at, kind === 'bracket', found)
      if (end === undefined) return false
      at = end
    }
    return true
  }

  do {
    if (!readNext()) {
      // A bracket between quotes may still open a group for whoever comes to it from elsewhere; all others fail again.
      for (const group of open) if (group.kind === 'quote' || group.limit === text.length) hopeless.add(group.start)
      return undefined
    }
  } while (open.length > 0)
  for (const mark of found) marks.push(mark)
  return at
}

/** Reads a comma, a full stop, or a word and its weight; returns where the text goes on, undefined when none of them is there. */
function readPlain(text: string, start: number, inBrackets: boolean, found: GroupMark[]): number | undefined {
  const char = text[start]
  if (char === ',' || char === '.') {
    found.push({ kind: 'text', text: char })
    return start + 1
  }
  const end = endBeforeColonWeight(text, start, endOfWord(text, start), inBrackets)
  if (end === start) return undefined
  const word: GroupMark = { kind: 'text', text: text.slice(start, end) }
  const operator = readOperator(text, end, 'word')
  if (operator === undefined) found.push(word)
  else found.push({ kind: 'open' }, word, { kind: 'close', weight: operator.weight })
  return operator?.end ?? end
}

/** `end`, or the colon before it whose weight ends the group in brackets that the word stands in. */
function endBeforeColonWeight(text: string, start: number, end: number, inBrackets: boolean): number {
  if (!inBrackets) return end
  for (let at = start + 1; at < end; at++) if (readColonWeight(text, at) !== undefined) return at
  return end
}
