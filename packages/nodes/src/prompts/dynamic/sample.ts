import type { ChoicePart, Option, Part } from './part.ts'
import { bind, bindText, type Expansion, isTaken, joinTexts, lookUp, type Scope } from './scope.ts'

/** One prompt of the parts by chance. */
export function sampleSequence(parts: readonly Part[], scope: Scope, expansion: Expansion): string {
  let known = scope
  let text = ''
  for (const part of parts) {
    if (part.kind === 'assignment') {
      const isDecided = part.isImmediate && !isTaken(known, part)
      known = isDecided ? bindText(known, part, sampleSequence(part.value, known, expansion)) : bind(known, part)
    } else text = expansion.expectWithinLimits(text + samplePart(part, known, expansion))
  }
  return text
}

function samplePart(part: Exclude<Part, { kind: 'assignment' }>, scope: Scope, expansion: Expansion): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'wildcard':
      return `__${part.name}__`
    case 'variable': {
      const { parts, scope: within } = lookUp(scope, part)
      return sampleSequence(parts, within, expansion)
    }
    case 'choice':
      return sampleChoice(part, scope, expansion)
  }
}

/** What one choice gives by chance, or by turn when it is cyclic. */
export function sampleChoice(choice: ChoicePart, scope: Scope, expansion: Expansion): string {
  const chosen = choice.mode === 'cyclic' ? takeInTurn(choice, expansion) : takeByChance(choice, expansion)
  const texts = chosen.map(({ parts }) => sampleSequence(parts, scope, expansion))
  return joinTexts(texts, choice.separator)
}

function countTaken({ min, max }: ChoicePart, { random }: Expansion): number {
  return min + Math.floor(random() * (max - min + 1))
}

function takeInTurn(choice: ChoicePart, expansion: Expansion): readonly Option[] {
  const turn = expansion.turns.get(choice) ?? 0
  expansion.turns.set(choice, turn + 1)
  const { options, max } = choice
  return Array.from({ length: max }, (_, at) => options[(turn + at) % options.length] as Option)
}

function takeByChance(choice: ChoicePart, expansion: Expansion): readonly Option[] {
  const left = [...choice.options]
  return Array.from({ length: countTaken(choice, expansion) }, () => {
    const [option] = left.splice(pickByWeight(left, expansion.random()), 1)
    // no more are taken than there are
    return option as Option
  })
}

/** The position of the option that a number from 0 to below 1 falls on; all are alike when none has a weight. */
function pickByWeight(options: readonly Option[], share: number): number {
  const total = options.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return Math.floor(share * options.length)
  let rest = share * total
  const at = options.findIndex(({ weight }) => {
    rest -= weight
    return rest < 0
  })
  // rounding can leave a little beyond the last one
  return at < 0 ? options.findLastIndex(({ weight }) => weight > 0) : at
}
