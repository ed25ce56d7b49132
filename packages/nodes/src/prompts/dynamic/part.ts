/*
 * Terms of dynamic prompts:
 *
 * - choice    options in braces, of which one or several are taken: `{red|green}`, `{2$$ and $$a|b|c}`, `{3::often|seldom}`
 * - wildcard  the name of a list of texts between double underscores; no lists are known here, so it stays as it is written
 * - variable  a part with a name: `${x=…}` names it, `${x}` uses it, `${x:otherwise}` when it may have no name
 */

/** Text, as it is. */
export interface TextPart {
  readonly kind: 'text'
  readonly text: string
}

/** One option of a choice. */
export interface Option {
  /** How often it is taken compared to the others, by chance. */
  readonly weight: number
  readonly parts: readonly Part[]
}

/** How a choice is made: as the whole prompt is, by chance, or each option in turn. */
export type ChoiceMode = 'inherited' | 'random' | 'cyclic'

/** Options of which `min` to `max` are taken, each once, and joined. */
export interface ChoicePart {
  readonly kind: 'choice'
  readonly options: readonly Option[]
  readonly min: number
  readonly max: number
  readonly separator: string
  readonly mode: ChoiceMode
}

/** The name of a list of texts. */
export interface WildcardPart {
  readonly kind: 'wildcard'
  readonly name: string
}

/** Gives a name to what follows in the same sequence. */
export interface AssignmentPart {
  readonly kind: 'assignment'
  readonly name: string
  readonly value: readonly Part[]
  /** Whether it is decided once, and not anew at each use. */
  readonly isImmediate: boolean
  /** Whether a name that is given already stays. */
  readonly keepsExisting: boolean
}

/** Stands for what has that name. */
export interface VariablePart {
  readonly kind: 'variable'
  readonly name: string
  readonly fallback: readonly Part[] | undefined
}

/** A piece of a dynamic prompt. */
export type Part = TextPart | ChoicePart | WildcardPart | AssignmentPart | VariablePart
