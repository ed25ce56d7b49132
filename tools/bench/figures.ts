/** A unit that figures are given in. */
export type Unit = 's' | 'CPU s' | 'ms' | 'MB' | 'ratio'

/** One line of the report: what was measured, and what every run gave. */
export interface Figure {
  readonly what: string
  readonly unit: Unit
  readonly values: readonly number[]
  /** The median is to be at most this. */
  readonly goal?: number
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

/** A figure's line as cells of a table: what, unit, runs, min, median, max, noise, goal. */
export function toCells({ what, unit, values, goal }: Figure): string[] {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const middle = median(values)
  const noise = values.length === 1 ? '-' : `${Math.round((100 * (most - least)) / middle)} %`
  const verdict = goal === undefined ? '' : `≤ ${goal}: ${middle <= goal ? 'met' : 'missed'}`
  return [what, unit, String(values.length), ...[least, middle, most].map((value) => format(value, unit)), noise, verdict]
}

/** Names of the cells of {@link toCells}. */
const COLUMNS = ['what', 'unit', 'runs', 'min', 'median', 'max', 'noise', 'goal (median)']

function format(value: number, unit: Unit): string {
  if (unit === 'ratio' || unit === 's') return value.toFixed(3)
  return value.toFixed(unit === 'CPU s' ? 2 : 0)
}

/** A table in Markdown, with columns as wide as their widest cell. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const all = [COLUMNS, ...rows]
  const widths = COLUMNS.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`
  return [line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
