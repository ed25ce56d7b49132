/** A change of a text: what stands there instead, and what is selected afterwards. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
  readonly selection: readonly [start: number, end: number]
}

interface Group {
  readonly start: number
  readonly end: number
  readonly innerStart: number
  readonly innerEnd: number
  readonly weight: number
}

const NUMBER = /\d+(?:\.\d*)?|\.\d+/y
const SIGNS = /\++|-+/y
const COLON_WEIGHT = /:\s*(\d+(?:\.\d*)?|\.\d+)\s*$/
const STEP = 0.1
const MAX = 10

/**
 * Gives the selected part of a prompt, or the word or the group at the caret, more weight or less: `fox` becomes `(fox)1.1`.
 * Undefined where there is nothing to weigh.
 */
export function changeWeight(text: string, start: number, end: number, direction: 1 | -1): TextChange | undefined {
  const groups = findGroups(text)
  const [from, to] = trim(text, start, end)
  const group =
    from < to
      ? groups.find((one) => isSpan(one.start, one.end, from, to) || isSpan(one.innerStart, one.innerEnd, from, to))
      : // the innermost one closes first
        groups.find((one) => one.start <= start && start <= one.end)
  if (group) return weigh(text, group, group.weight + direction * STEP)
  const word = from < to ? { start: from, end: to } : findWord(text, start)
  if (word === undefined || !isBalanced(text.slice(word.start, word.end))) return undefined
  const signs = readSigns(text, word.end)
  const plain = { start: word.start, end: signs.end, innerStart: word.start, innerEnd: word.end }
  return weigh(text, { ...plain, weight: signs.weight }, signs.weight + direction * STEP)
}

function weigh(text: string, { start, end, innerStart, innerEnd }: Group, wanted: number): TextChange {
  const inner = text.slice(innerStart, innerEnd)
  const weight = Math.round(Math.min(MAX, Math.max(0, wanted)) * 100) / 100
  if (weight === 1) return { from: start, to: end, insert: inner, selection: [start, start + inner.length] }
  const at = start + 1
  return { from: start, to: end, insert: `(${inner})${weight}`, selection: [at, at + inner.length] }
}

/** The groups in brackets that have a weight, each before those around it. */
function findGroups(text: string): Group[] {
  const open: number[] = []
  const groups: Group[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '(') open.push(at)
    else if (text[at] === ')') {
      const start = open.pop()
      const group = start === undefined ? undefined : readGroup(text, start, at)
      if (group) groups.push(group)
    }
  }
  return groups
}

function readGroup(text: string, start: number, close: number): Group | undefined {
  const innerStart = start + 1
  NUMBER.lastIndex = close + 1
  const [digits] = NUMBER.exec(text) ?? []
  if (digits !== undefined) return { start, end: close + 1 + digits.length, innerStart, innerEnd: close, weight: Number(digits) }
  const colon = COLON_WEIGHT.exec(text.slice(innerStart, close))
  if (colon) return { start, end: close + 1, innerStart, innerEnd: innerStart + colon.index, weight: Number(colon[1]) }
  const signs = readSigns(text, close + 1)
  return signs.weight === 1 ? undefined : { start, end: signs.end, innerStart, innerEnd: close, weight: signs.weight }
}

/** The weight of `++` or `--` at a place: each sign is a factor. */
function readSigns(text: string, at: number): { readonly weight: number; readonly end: number } {
  SIGNS.lastIndex = at
  const [signs = ''] = SIGNS.exec(text) ?? []
  const end = at + signs.length
  // one in a word, as in hot-dog, is a letter of it
  if (signs === '' || /[^\s()",.]/.test(text[end] ?? ' ')) return { weight: 1, end: at }
  return { weight: (signs[0] === '+' ? 1.1 : 0.9) ** signs.length, end }
}

function findWord(text: string, caret: number): { readonly start: number; readonly end: number } | undefined {
  const isLetter = (at: number) => at >= 0 && at < text.length && !/[\s()",]/.test(text[at] ?? ' ')
  let [start, end] = [caret, caret]
  while (isLetter(start - 1)) start--
  while (isLetter(end)) end++
  while (end > start && /[.+\\-]/.test(text[end - 1] ?? '')) end--
  return start < end ? { start, end } : undefined
}

function trim(text: string, start: number, end: number): [number, number] {
  const selected = text.slice(start, end)
  const from = start + selected.length - selected.trimStart().length
  return [from, Math.max(from, end - selected.length + selected.trimEnd().length)]
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth < 0) return false
  }
  return depth === 0
}

const isSpan = (start: number, end: number, from: number, to: number) => start === from && end === to
