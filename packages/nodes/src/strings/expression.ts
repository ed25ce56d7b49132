import { runInNewContext } from 'node:vm'
import { refuse } from '../refuse.ts'

/** An expression may go through a text in more ways than there is time for. */
const TIMEOUT_MS = 1000

const FLAGS = /^\(\?([ims]+)\)/
const PYTHON_ONLY = /\\[\s\S]|\(\?P<|\(\?P=(\w+)\)/g
const GROUP_REFERENCE = /\\(?:g<(?<name>\w+)>|(?<number>[1-9]\d?)|(?<sign>[\s\S]))|\$/g
const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Replaces what a regular expression finds. Expressions are written as in JavaScript or Python: `(?P<name>…)`, `(?P=name)`, `\A`, `\Z`
 * and flags at the front, `(?i)`, `(?m)`, `(?s)`, are understood. In the replacement, `\1` and `\g<name>` stand for groups, `\g<0>` for
 * everything that was found.
 *
 * @throws EngineError `request_invalid` when the expression or the replacement cannot be read, or the work takes more than a second
 */
export function replaceExpression(text: string, expression: string, replacement: string): string {
  const pattern = compile(expression)
  const { source, flags } = pattern
  const work = { text, source, flags, replacement: translateReplacement(replacement, pattern) }
  return runInTime('text.replace(new RegExp(source, flags), replacement)', work)
}

/** Evaluates a piece of code to a text. Nothing else can stop an expression at work. */
function runInTime(code: string, work: Readonly<Record<string, string>>): string {
  try {
    return String(runInNewContext(code, { ...work }, { timeout: TIMEOUT_MS }))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    refuse(`The regular expression could not be applied (${reason}). Write a simpler one.`)
  }
}

function compile(expression: string): RegExp {
  const flags = `g${FLAGS.exec(expression)?.[1] ?? ''}`
  const source = translatePattern(expression.replace(FLAGS, ''))
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    // needless escapes, as in `\-`, are an error where characters are whole
    return compileLoosely(source, flags)
  }
}

function compileLoosely(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    refuse(`The regular expression cannot be read (${reason}). Correct it.`)
  }
}

function translatePattern(source: string): string {
  return source.replace(PYTHON_ONLY, (token, name: string | undefined) => {
    if (name !== undefined) return `\\k<${name}>`
    if (token === '(?P<') return '(?<'
    if (token === '\\A') return '(?<![\\s\\S])'
    return token === '\\Z' ? '(?![\\s\\S])' : token
  })
}

/** The number of groups of an expression, and their names. */
function listGroups({ source, flags }: RegExp): { readonly count: number; readonly names: ReadonlySet<string> } {
  // an expression that also finds nothing tells its groups in a text of no length; even there it may go in circles
  const code = `const found = new RegExp(source + '|', flags).exec('')
    JSON.stringify([found.length - 1, ...Object.keys(found.groups ?? {})])`
  const [count, ...names] = JSON.parse(runInTime(code, { source, flags })) as [number, ...string[]]
  return { count, names: new Set(names) }
}

function translateReplacement(replacement: string, pattern: RegExp): string {
  const { count, names } = listGroups(pattern)
  return replacement.replace(GROUP_REFERENCE, (token, ...rest) => {
    const { name, number, sign } = rest.at(-1) as Partial<Record<'name' | 'number' | 'sign', string>>
    if (token === '$') return '$$'
    if (sign !== undefined) return SIGNS[sign] ?? (sign === '$' ? '$$' : sign)
    const group = number ?? name ?? ''
    if (names.has(group)) return `$<${group}>`
    const position = Number(group)
    if (!(position <= count)) refuse(`The replacement names the group ${group}, which the regular expression does not have.`)
    return position === 0 ? '$&' : `$${group.padStart(2, '0')}`
  })
}
