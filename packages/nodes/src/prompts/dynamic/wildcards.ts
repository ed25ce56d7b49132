import type { Part } from './part.ts'

/** The names of the wildcards that stand in choices, each once, in order. */
export function listChoiceWildcards(parts: readonly Part[]): readonly string[] {
  return [...new Set(findNames(parts, false))]
}

function* findNames(parts: readonly Part[], isInChoice: boolean): Generator<string> {
  for (const part of parts) {
    if (part.kind === 'wildcard' && isInChoice) yield part.name
    if (part.kind === 'choice') for (const option of part.options) yield* findNames(option.parts, true)
    if (part.kind === 'assignment') yield* findNames(part.value, isInChoice)
    if (part.kind === 'variable' && part.fallback !== undefined) yield* findNames(part.fallback, isInChoice)
  }
}
