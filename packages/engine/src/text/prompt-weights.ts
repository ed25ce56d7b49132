import { type GroupMark, readGroup } from './prompt-groups.ts'
import { endOfFreeWord, endOfWord, isSpace, limitWeight, readOperator } from './prompt-scanner.ts'

/** A piece of a prompt and how much it counts: 1 as written, 0 not at all, more than 1 stronger. */
export interface PromptFragment {
  readonly text: string
  /** 0 to 1000. */
  readonly weight: number
}

/**
 * Reads the weights out of a prompt, in the syntax of compel 2.0:
 *
 * - `(some words)1.4`, `(some words)++`, `word+`, `word--`, `(some words).attend(0.5)`; each `+` is a factor of 1.1, each `-`
 *   one of 0.9; with no space in between
 * - weights of nested groups multiply; a group without a weight counts as 1 and loses its brackets
 * - double quotes make groups too; `\(`, `\)` and `\"` are the characters themselves
 * - `(some words:1.3)`, the other common spelling, is the same as `(some words)1.3`, except for `(16:9)`, which is a ratio
 *
 * Every text is a prompt: what fits none of these is plain text, a lone bracket included. Square brackets have no meaning.
 * Neighbours of one weight are joined by a space; empty groups are left out. Weights stop at 1000. Takes linear time.
 *
 * @source compel 2.0.3, doc/syntax.md; blends, conjunctions, swaps and LoRA terms of it are not part of this syntax
 */
export function parsePromptWeights(prompt: string): PromptFragment[] {
  const text = prompt.replace(/,(\S)/g, ', $1')
  const marks: GroupMark[] = []
  const hopeless = new Set<number>()
  let at = 0
  while (at < text.length) {
    if (isSpace(text[at])) at += 1
    else at = readGroup(text, at, marks, hopeless) ?? readWeightedWord(text, at, marks) ?? readFreeWord(text, at, marks)
  }
  return joinNeighbours(applyWeights(marks))
}

function readWeightedWord(text: string, start: number, marks: GroupMark[]): number | undefined {
  const end = endOfWord(text, start)
  const operator = end > start ? readOperator(text, end, 'word') : undefined
  if (operator === undefined) return undefined
  marks.push({ kind: 'open' }, { kind: 'text', text: text.slice(start, end) }, { kind: 'close', weight: operator.weight })
  return operator.end
}

function readFreeWord(text: string, start: number, marks: GroupMark[]): number {
  const end = endOfFreeWord(text, start)
  marks.push({ kind: 'text', text: text.slice(start, end) })
  return end
}

/** Weights stand behind their groups, so they are gathered from the end of the prompt. */
function applyWeights(marks: readonly GroupMark[]): PromptFragment[] {
  const fragments: PromptFragment[] = []
  const outer: number[] = []
  let weight = 1
  for (const mark of marks.toReversed()) {
    if (mark.kind === 'text') {
      // Prompts that went through another program's escaping have two backslashes.
      fragments.push({ text: mark.text.replace(/\\{1,2}([()"])/g, '$1'), weight })
    } else if (mark.kind === 'close') {
      outer.push(weight)
      weight = limitWeight(weight * mark.weight)
    } else {
      weight = outer.pop() ?? 1
    }
  }
  return fragments.reverse()
}

function joinNeighbours(fragments: readonly PromptFragment[]): PromptFragment[] {
  const runs: { texts: string[]; weight: number }[] = []
  for (const { text, weight } of fragments) {
    const last = runs.at(-1)
    if (last?.weight === weight) last.texts.push(text)
    else runs.push({ texts: [text], weight })
  }
  return runs.map(({ texts, weight }) => ({ text: texts.join(' '), weight }))
}
