import { refuse } from '../../refuse.ts'
import type { AssignmentPart, ChoicePart, Part, VariablePart } from './part.ts'

/** Steps that one expansion may take; names that stand for names can ask for any number of them. */
const MAX_STEPS = 1_000_000
/** Characters of one prompt. */
const MAX_LENGTH = 100_000
/** Names at one place. */
const MAX_NAMES = 500
/** How deep names in names and braces in braces may go together. */
const MAX_DEPTH = 500

/** What a name stands for: parts, and the names that they may use. */
export interface Binding {
  readonly parts: readonly Part[]
  readonly scope: Scope
}

/** The names that are known at one place. */
export interface Scope {
  readonly names: ReadonlyMap<string, Binding>
  /** The deepest that any of them goes. */
  readonly depth: number
}

/** No names at all. */
export const EMPTY_SCOPE: Scope = { names: new Map(), depth: 0 }

/** What all prompts of one expansion share. */
export interface Expansion {
  /** 0 to below 1. */
  readonly random: () => number
  /** How often each cyclic choice has been made. */
  readonly turns: Map<ChoicePart, number>
  /** Counts a step and looks at what it made. */
  expectWithinLimits(text: string): string
}

/** Begins an expansion. */
export function startExpansion(random: () => number): Expansion {
  let steps = 0
  return {
    random,
    turns: new Map(),
    expectWithinLimits(text) {
      steps += 1
      if (steps > MAX_STEPS)
        refuse('The prompt has too many possibilities to go through. Use fewer choices, or fewer names in names.')
      if (text.length > MAX_LENGTH) refuse(`The prompt becomes longer than ${MAX_LENGTH} characters. Use fewer names in names.`)
      return text
    },
  }
}

/** Whether an assignment says nothing, since its name is given and stays. */
export function isTaken({ names }: Scope, { name, keepsExisting }: AssignmentPart): boolean {
  return keepsExisting && names.has(name)
}

/**
 * The scope behind an assignment.
 *
 * @throws EngineError `request_invalid` when there are more than 500 names, or names in names go deeper than that
 */
export function bind(scope: Scope, assignment: AssignmentPart): Scope {
  if (isTaken(scope, assignment)) return scope
  const depth = scope.depth + 1 + measureDepth(assignment.value)
  if (depth > MAX_DEPTH) refuse(`The prompt uses names in names more than ${MAX_DEPTH} deep.`)
  return extend(scope, assignment.name, { parts: assignment.value, scope }, depth)
}

/** The scope behind an assignment that has been decided. */
export function bindText(scope: Scope, { name }: AssignmentPart, text: string): Scope {
  return extend(scope, name, { parts: [{ kind: 'text', text }], scope: EMPTY_SCOPE }, scope.depth)
}

function extend({ names }: Scope, name: string, binding: Binding, depth: number): Scope {
  if (names.size >= MAX_NAMES) refuse(`The prompt gives more than ${MAX_NAMES} names.`)
  return { names: new Map(names).set(name, binding), depth }
}

function measureDepth(parts: readonly Part[]): number {
  const insides = parts.flatMap((part) => {
    if (part.kind === 'choice') return part.options.map((option) => option.parts)
    if (part.kind === 'assignment') return [part.value]
    return part.kind === 'variable' && part.fallback !== undefined ? [part.fallback] : []
  })
  return insides.reduce((deepest, inside) => Math.max(deepest, 1 + measureDepth(inside)), 0)
}

/**
 * What a variable stands for.
 *
 * @throws EngineError `request_invalid` when nothing has its name and it says nothing else
 */
export function lookUp(scope: Scope, { name, fallback }: VariablePart): Binding {
  const binding = scope.names.get(name) ?? (fallback && { parts: fallback, scope })
  return binding ?? refuse(`The prompt uses \${${name}}, which stands for nothing: put \${${name}=…} before it.`)
}

/** Several texts as one; empty ones leave no separator behind. */
export function joinTexts(texts: readonly string[], separator: string): string {
  return texts.filter((text) => text !== '').join(separator)
}
