/** A unit that figures are given in. */
export type Unit = 's' | 'CPU s' | 'ms' | 'CPU ms' | '1/s' | 'kB' | 'MB' | 'MiB' | 'ratio' | 'number'

/** One line of the report: what was measured, and what every run gave. */
export interface Figure {
  readonly what: string
  readonly unit: Unit
  readonly values: readonly number[]
  /** The median is to be at most this. */
  readonly goal?: number
  /** The median is to be at least this. */
  readonly leastGoal?: number
  /** What a current InvokeAI had on such a machine, for orientation. */
  readonly reference?: number
}

/** What one measure found. */
export interface Findings {
  readonly figures: readonly Figure[]
  /** What a reader must know beside the figures: conditions, and what could not be measured. */
  readonly notes: readonly string[]
}

const MB = 1e6

/** A figure of memory, from bytes; in decimal megabytes. */
export const memoryFigure = (what: string, bytes: readonly number[], goal?: number): Figure => ({
  what,
  unit: 'MB',
  values: bytes.map((value) => value / MB),
  ...(goal !== undefined && { goal }),
})

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}

/** A figure's line as cells of a table: what, unit, runs, min, median, max, noise, reference, goal. */
function toCells({ what, unit, values, reference, ...goals }: Figure): string[] {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const middle = median(values)
  const noise = values.length === 1 ? '-' : `${Math.round((100 * (most - least)) / middle)} %`
  const numbers = [least, middle, most].map((value) => format(value, unit))
  return [what, unit, String(values.length), ...numbers, noise, String(reference ?? ''), judge(middle, goals)]
}

function judge(middle: number, { goal, leastGoal }: Pick<Figure, 'goal' | 'leastGoal'>): string {
  if (goal !== undefined) return `≤ ${goal}: ${middle <= goal ? 'met' : 'missed'}`
  if (leastGoal !== undefined) return `≥ ${leastGoal}: ${middle >= leastGoal ? 'met' : 'missed'}`
  return ''
}

const REFERENCE = 'InvokeAI 6.14'
/** Names of the cells of {@link toCells}. */
const COLUMNS = ['what', 'unit', 'runs', 'min', 'median', 'max', 'noise', REFERENCE, 'goal (median)']

function format(value: number, unit: Unit): string {
  if (unit === 'ratio' || unit === 's') return value.toFixed(3)
  if (unit === 'CPU s') return value.toFixed(2)
  const isSmall = (unit === 'ms' || unit === 'CPU ms' || unit === '1/s') && value < 100
  return value.toFixed(isSmall ? 1 : 0)
}

/** Figures as a table in Markdown, with columns as wide as their widest cell; without one for the reference where none is named. */
export function toTable(figures: readonly Figure[]): string {
  const hasReference = figures.some(({ reference }) => reference !== undefined)
  const all = [COLUMNS, ...figures.map(toCells)].map((row) =>
    row.filter((_, column) => hasReference || COLUMNS[column] !== REFERENCE),
  )
  const [header = [], ...rows] = all
  const widths = header.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
