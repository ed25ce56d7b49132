import { AppError } from '@bottega/contracts'
import { z } from 'zod'
import { isTooDeep } from '../json-text.ts'

/** A style preset as a row of a table. */
export interface PresetRow {
  readonly name: string
  readonly positive_prompt: string
  readonly negative_prompt: string
}

const HEADER = ['name', 'prompt', 'negative_prompt']

/** Presets as CSV with a line of names, quoted as RFC 4180 says. */
export function writePresetTable(presets: readonly PresetRow[]): string {
  const rows = presets.map(({ name, positive_prompt, negative_prompt }) => [name, positive_prompt, negative_prompt])
  return [HEADER, ...rows].map((cells) => `${cells.map(quoteCell).join(',')}\r\n`).join('')
}

/**
 * Reads presets from a file: CSV, or a JSON list of objects.
 *
 * @param type  the content type that its sender claims
 * @throws AppError `style_preset_csv_invalid`, `style_preset_json_invalid`, `style_preset_file_unsupported`
 */
export function parsePresetFile(type: string, text: string): PresetRow[] {
  const kind = type.split(';')[0]?.trim().toLowerCase()
  if (kind === 'text/csv') return parseTable(text)
  if (kind === 'application/json') return parseList(text)
  throw new AppError('style_preset_file_unsupported')
}

const name = z.string().regex(/\S/)
const row = z.union([
  z.strictObject({ name, prompt: z.string(), negative_prompt: z.string() }),
  z.strictObject({ name, positive_prompt: z.string(), negative_prompt: z.string() }),
])

function parseTable(text: string): PresetRow[] {
  const [header, ...lines] = parseCsv(text.replace(/^\ufeff/, ''))
  const names = header?.map((cell) => cell.trim()) ?? []
  const records = lines.map((cells) => {
    if (cells.length > names.length) throw new AppError('style_preset_csv_invalid')
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? '']))
  })
  const isComplete = names.includes('name') && names.includes('negative_prompt') && names.length === HEADER.length
  const parsed = z.array(row).safeParse(records)
  if (!isComplete || !parsed.success) throw new AppError('style_preset_csv_invalid')
  return parsed.data.map(toRow)
}

function parseList(text: string): PresetRow[] {
  const parsed = z.array(row).safeParse(parseJson(text))
  if (!parsed.success) throw new AppError('style_preset_json_invalid')
  return parsed.data.map(toRow)
}

function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // refused by the schema like any other wrong value
    return undefined
  }
}

function toRow(record: z.infer<typeof row>): PresetRow {
  const positive_prompt = 'prompt' in record ? record.prompt : record.positive_prompt
  return { name: record.name, positive_prompt, negative_prompt: record.negative_prompt }
}

/** The cells of CSV, line by line; empty lines are left out. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = []
  let cells: string[] = []
  // a cell and what ends it: quoted with doubled quotes inside, or plain
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/gy)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '') lines.push(cells)
    cells = []
    if (end === '') break
  }
  return lines
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
