import { refuse } from '../../refuse.ts'
import type { AssignmentPart, ChoiceMode, ChoicePart, Option, Part, VariablePart } from './part.ts'

/** The deepest nesting of braces. */
const MAX_DEPTH = 100

const MODES: Readonly<Record<string, ChoiceMode>> = { '!': 'inherited', '~': 'random', '@': 'cyclic' }

const BOUNDS = /\s*(?:(?<lower>\d+)\s*(?<dash>-)?\s*(?<upper>\d+)?|-\s*(?<onlyUpper>\d+))\s*\$\$/y
const SEPARATOR = /(?<separator>[^${}]*)\$\$/y
const WEIGHT = /\s*(?<weight>\d+(?:\.\d+)?|\.\d+)::/y
const WHITE = /\s*/y
const WILDCARD = /__(?<name>(?:(?!__)[^(){}$#|\n])+)__/y
const NAME = /\s*(?<name>[A-Za-z_-][\w-]*)\s*/y
const ASSIGNMENT = /(?<keep>\?)?=(?<immediate>!)?\s*/y
const FALLBACK = /:\s*/y
const PLAIN = /[^{}|$%#_]+/y

/**
 * A dynamic prompt as its parts. `#` begins a remark, up to the end of the line. Signs without a meaning where they stand are text, so
 * that `100% wool for $5` needs no care.
 *
 * @throws EngineError `request_invalid`, saying where, when a brace is not closed, a name is missing, or nesting is deeper than 100
 */
export function parseDynamicPrompt(text: string): readonly Part[] {
  return new Parser(text).parse()
}

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): readonly Part[] {
    return this.#readSequence('')
  }

  #match(pattern: RegExp): Partial<Record<string, string>> | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.#at += match[0].length
    return match.groups ?? {}
  }

  /** Reads up to one of the signs in `ends`, which stays, or to the end of the prompt. */
  #readSequence(ends: string): readonly Part[] {
    const parts: Part[] = []
    let plain = ''
    const add = (part: Part | undefined) => {
      if (plain !== '') parts.push({ kind: 'text', text: plain })
      plain = ''
      if (part !== undefined) parts.push(part)
    }
    while (this.#at < this.#text.length && !ends.includes(this.#text.charAt(this.#at))) {
      const part = this.#readPart()
      if (typeof part === 'string') plain += part
      else add(part)
    }
    add(undefined)
    return parts
  }

  #readPart(): Part | string {
    const start = this.#at
    if (this.#match(PLAIN)) return this.#text.slice(start, this.#at)
    if (this.#text.startsWith('{', start)) return this.#readNested(1, () => this.#readChoice())
    if (this.#text.startsWith('${', start)) return this.#readNested(2, () => this.#readVariable())
    if (this.#text.startsWith('%{', start))
      refuse(`Wrapping one prompt in another (%{ at position ${start + 1}) is not known here.`)
    if (this.#text.startsWith('#', start)) return this.#skipRemark()
    const wildcard = this.#match(WILDCARD)
    if (wildcard?.name !== undefined) return { kind: 'wildcard', name: wildcard.name }
    this.#at += 1
    return this.#text.charAt(start)
  }

  #skipRemark(): string {
    const end = this.#text.indexOf('\n', this.#at)
    this.#at = end < 0 ? this.#text.length : end
    return ''
  }

  /** Reads what stands in braces, from behind the opening one to behind the closing one. */
  #readNested<P extends Part>(opening: number, read: () => P): P {
    const start = this.#at
    this.#at += opening
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) refuse(`The prompt nests braces more than ${MAX_DEPTH} deep, at position ${start + 1}.`)
    const part = read()
    if (!this.#text.startsWith('}', this.#at)) refuse(`The brace at position ${start + 1} of the prompt is not closed: add a }.`)
    this.#at += 1
    this.#depth -= 1
    return part
  }

  #readChoice(): ChoicePart {
    this.#match(WHITE)
    const mode = MODES[this.#text.charAt(this.#at)]
    if (mode !== undefined) this.#at += 1
    const bounds = this.#match(BOUNDS)
    const separator = (bounds && this.#match(SEPARATOR)?.separator) ?? ','
    const options = [this.#readOption()]
    while (this.#text.startsWith('|', this.#at)) {
      this.#at += 1
      options.push(this.#readOption())
    }
    return { kind: 'choice', options, ...readBounds(bounds, options.length), separator, mode: mode ?? 'inherited' }
  }

  #readOption(): Option {
    const weight = this.#match(WEIGHT)?.weight
    // behind a weight, white space is part of the text
    if (weight === undefined) this.#match(WHITE)
    return { weight: Number(weight ?? 1), parts: this.#readSequence('|}') }
  }

  #readVariable(): AssignmentPart | VariablePart {
    const start = this.#at
    const name = this.#match(NAME)?.name
    if (name === undefined) refuse(`The variable at position ${start + 1} of the prompt has no name.`)
    const assignment = this.#match(ASSIGNMENT)
    if (assignment !== undefined) {
      const { immediate, keep } = assignment
      const value = this.#readSequence('}')
      return { kind: 'assignment', name, value, isImmediate: immediate !== undefined, keepsExisting: keep !== undefined }
    }
    return { kind: 'variable', name, fallback: this.#match(FALLBACK) && this.#readSequence('}') }
  }
}

function readBounds(bounds: Partial<Record<string, string>> | undefined, count: number): { min: number; max: number } {
  if (bounds === undefined) return { min: 1, max: 1 }
  const { lower, dash, upper, onlyUpper } = bounds
  const first = Number(lower ?? 1)
  const second = Number(upper ?? onlyUpper ?? (dash === undefined ? first : count))
  const within = (bound: number) => Math.min(bound, count)
  return { min: within(Math.min(first, second)), max: within(Math.max(first, second)) }
}
