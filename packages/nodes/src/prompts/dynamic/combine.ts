import type { AssignmentPart, ChoicePart, Option, Part } from './part.ts'
import { sampleChoice } from './sample.ts'
import { bind, bindText, type Expansion, isTaken, joinTexts, lookUp, type Scope } from './scope.ts'

/** Begins to go through the texts of one place. */
type Start = () => Iterator<string>

/** Every prompt of the parts, the last choice changing fastest. What is left to chance is drawn anew for each. */
export function* combineSequence(parts: readonly Part[], scope: Scope, expansion: Expansion): Generator<string> {
  const { places, rest, known } = planSequence(parts, scope, expansion)
  for (const texts of multiply(places)) {
    const head = expansion.expectWithinLimits(texts.join(''))
    if (rest === undefined) yield head
    else for (const tail of combineDecided(rest, known, expansion)) yield expansion.expectWithinLimits(head + tail)
  }
}

/** A sequence from an assignment on that is decided once: everything behind it, for each of its values. */
interface Decided {
  readonly assignment: AssignmentPart
  readonly behind: readonly Part[]
}

interface SequencePlan {
  readonly places: readonly Start[]
  readonly rest: Decided | undefined
  readonly known: Scope
}

function planSequence(parts: readonly Part[], scope: Scope, expansion: Expansion): SequencePlan {
  const places: Start[] = []
  let known = scope
  for (const [at, part] of parts.entries()) {
    if (part.kind !== 'assignment') {
      const here = known
      places.push(() => combinePart(part, here, expansion))
    } else if (part.isImmediate && !isTaken(known, part)) {
      return { places, rest: { assignment: part, behind: parts.slice(at + 1) }, known }
    } else known = bind(known, part)
  }
  return { places, rest: undefined, known }
}

function* combineDecided({ assignment, behind }: Decided, scope: Scope, expansion: Expansion): Generator<string> {
  for (const text of combineSequence(assignment.value, scope, expansion)) {
    yield* combineSequence(behind, bindText(scope, assignment, text), expansion)
  }
}

function combinePart(part: Exclude<Part, AssignmentPart>, scope: Scope, expansion: Expansion): Iterator<string> {
  switch (part.kind) {
    case 'text':
      return [part.text].values()
    case 'wildcard':
      return [`__${part.name}__`].values()
    case 'variable': {
      const { parts, scope: within } = lookUp(scope, part)
      return combineSequence(parts, within, expansion)
    }
    case 'choice':
      return part.mode === 'inherited' ? combineChoice(part, scope, expansion) : [sampleChoice(part, scope, expansion)].values()
  }
}

/** Every text that a choice can give, each once: fewer options before more, in every order. */
function* combineChoice(choice: ChoicePart, scope: Scope, expansion: Expansion): Generator<string> {
  const options = dropRepeated(choice.options)
  const most = Math.min(choice.max, options.length)
  const seen = new Set<string>()
  for (let count = Math.min(choice.min, most); count <= most; count++) {
    for (const taken of arrange(options, count)) {
      for (const texts of multiply(
        taken.map(
          ({ parts }) =>
            () =>
              combineSequence(parts, scope, expansion),
        ),
      )) {
        const text = expansion.expectWithinLimits(joinTexts(texts, choice.separator))
        if (seen.has(text) || new Set(texts).size < texts.length) continue
        seen.add(text)
        yield text
      }
    }
  }
}

/** The options that are written differently. */
function dropRepeated(options: readonly Option[]): readonly Option[] {
  return [...new Map(options.map((option) => [JSON.stringify(option.parts), option])).values()]
}

/** Every way to take so many options, each once, in order. */
function* arrange(options: readonly Option[], count: number): Generator<readonly Option[]> {
  const taken: number[] = []
  const isUsed = options.map(() => false)
  for (let next = 0; ; ) {
    if (taken.length === count) yield taken.map((at) => options[at] as Option)
    else {
      while (isUsed[next]) next += 1
      if (next < options.length) {
        isUsed[next] = true
        taken.push(next)
        next = 0
        continue
      }
    }
    const last = taken.pop()
    if (last === undefined) return
    isUsed[last] = false
    next = last + 1
  }
}

/** Every combination of one text from each place, the last place changing fastest. */
function* multiply(places: readonly Start[]): Generator<readonly string[]> {
  const running: Iterator<string>[] = []
  const texts: string[] = []
  for (;;) {
    while (texts.length < places.length) {
      const start = places[texts.length] as Start
      running[texts.length] ??= start()
      const next = (running[texts.length] as Iterator<string>).next()
      if (next.done) {
        running.length = texts.length
        if (texts.pop() === undefined) return
      } else texts.push(next.value)
    }
    yield [...texts]
    if (texts.pop() === undefined) return
  }
}
