/** A weight read from a prompt, and where the text goes on behind it. */
export interface PromptOperator {
  readonly weight: number
  readonly end: number
}

/** Larger weights, and what nesting multiplies to, are taken for this; it keeps embeddings inside the range of half floats. */
const MAX_WEIGHT = 1000

/** Factor of one `+` and one `-`. */
const [STRONGER, WEAKER] = [1.1, 0.9]

const SPACES = ' \t\n\r\v\f'
/** Characters that end a word, unless a backslash stands before them. */
const SYNTAX = '()",.+-='

/** `weight`, but no more than {@link MAX_WEIGHT}. */
export function limitWeight(weight: number): number {
  return Math.min(MAX_WEIGHT, weight)
}

/** Whether `char` is one of ASCII's white spaces; other spaces are letters of a word here, and the tokenizer's matter. */
export function isSpace(char: string | undefined): boolean {
  return char !== undefined && SPACES.includes(char)
}

function isSyntax(char: string | undefined): boolean {
  return char !== undefined && SYNTAX.includes(char)
}

/** Where the spaces that may stand at `start` end. */
function skipSpaces(text: string, start: number): number {
  let at = start
  while (isSpace(text[at])) at += 1
  return at
}

/** Where the run of anything but spaces that begins at `start` ends. */
export function endOfFreeWord(text: string, start: number): number {
  let at = start
  while (at < text.length && !isSpace(text[at])) at += 1
  return at
}

/**
 * Where the word that begins at `start` ends: at a space or a syntax character. A sign inside a word, as in "hot-dog", is part
 * of it. `start` itself when no word begins there.
 */
export function endOfWord(text: string, start: number): number {
  let at = start
  for (;;) {
    const [char, next] = [text[at], text[at + 1]]
    if (char === '\\' && isSyntax(next)) at += 2
    else if (char === '+' || char === '-') {
      if (next === undefined || isSpace(next) || isSyntax(next)) return at
      at += 1
    } else if (char === undefined || isSpace(char) || isSyntax(char)) return at
    else at += 1
  }
}

/**
 * Place of the quote that closes the one at `start`: the next one on the same line without a backslash before it. The length of
 * the text when there is none.
 */
export function findClosingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n' && text[at] !== '\r'; at++) {
    if (text[at] === '"' && text[at - 1] !== '\\') return at
  }
  return text.length
}

/**
 * The weight that stands at `start`, behind a group or a word; undefined if none does. A bare number is a weight only behind a
 * group.
 */
export function readOperator(text: string, start: number, behind: 'group' | 'word'): PromptOperator | undefined {
  return readAttend(text, start) ?? readSigns(text, start) ?? (behind === 'group' ? readNumber(text, start) : undefined)
}

/** `.attend(1.2)`, spaces allowed before it and inside. */
function readAttend(text: string, start: number): PromptOperator | undefined {
  const name = '.attend'
  const at = skipSpaces(text, start)
  if (!text.startsWith(name, at)) return undefined
  const bracket = skipSpaces(text, at + name.length)
  if (text[bracket] !== '(') return undefined
  const inside = skipSpaces(text, bracket + 1)
  const operator = readSigns(text, inside) ?? readNumber(text, inside)
  if (operator === undefined) return undefined
  const end = skipSpaces(text, operator.end)
  return text[end] === ')' ? { weight: operator.weight, end: end + 1 } : undefined
}

/** A run of one sign. */
function readSigns(text: string, start: number): PromptOperator | undefined {
  const sign = text[start]
  if (sign !== '+' && sign !== '-') return undefined
  let end = start
  while (text[end] === sign) end += 1
  return { weight: limitWeight((sign === '+' ? STRONGER : WEAKER) ** (end - start)), end }
}

const NUMBER = /\d+(?:\.\d*)?|\.\d+/y

function readNumber(text: string, start: number): PromptOperator | undefined {
  NUMBER.lastIndex = start
  const [digits] = NUMBER.exec(text) ?? []
  return digits === undefined ? undefined : { weight: limitWeight(Number(digits)), end: start + digits.length }
}

const COLON_WEIGHT = /:\s*(\d+(?:\.\d*)?|\.\d+)\s*\)/y

/** The weight of `:1.3)` at `start`, up to and with the closing bracket. A whole number behind a digit, as in 16:9, is none. */
export function readColonWeight(text: string, start: number): PromptOperator | undefined {
  if (text[start] !== ':') return undefined
  COLON_WEIGHT.lastIndex = start
  const [match, digits] = COLON_WEIGHT.exec(text) ?? []
  if (match === undefined || digits === undefined) return undefined
  if (!digits.includes('.') && /\d/.test(text[start - 1] ?? '')) return undefined
  return { weight: limitWeight(Number(digits)), end: start + match.length }
}
