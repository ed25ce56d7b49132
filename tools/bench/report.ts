import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { type Findings, toTable } from './figures.ts'

/** A finished measure with the load of the machine at its beginning and its end. */
export interface Section {
  readonly title: string
  readonly findings: Findings
  readonly loads: readonly [start: number, end: number]
}

const startOf = (group: string) => `<!-- measured: written by \`npm run bench -- ${group} --write\` -->`
const endOf = (group: string) => `<!-- end of measured: ${group} -->`

/** The machine, as a line of the report. */
export function describeMachine(root: string): string {
  const processors = cpus()
  const manifest: { version: string } = JSON.parse(readFileSync(join(root, 'node_modules/onnxruntime-node/package.json'), 'utf8'))
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const system = `${type()} ${release().split('-')[0]} ${process.arch}`
  return [
    `${processors[0]?.model.trim() || 'unknown processor'}, ${availableParallelism()} cores, ${memory}`,
    system,
    `Node ${process.versions.node}`,
    `onnxruntime ${manifest.version}`,
  ].join('; ')
}

/** The load of the machine over the last minute: how many processes wanted a processor. 0 on Windows. */
export const readLoad = (): number => loadavg()[0] as number

/** One section in Markdown. */
export function formatSection({ title, findings, loads }: Section): string {
  const load = `Load of the machine: ${loads.map((value) => value.toFixed(1)).join(' before, ')} after (this measure included).`
  const table = findings.figures.length === 0 ? [] : [toTable(findings.figures), '']
  return [`### ${title}`, '', ...table, ...[...findings.notes, load].map((note) => `- ${note}`)].join('\n')
}

/** Puts the sections of a group into the report, in place of those of the last run. */
export function writeReport(file: string, group: string, machine: string, sections: readonly Section[]): void {
  const text = readFileSync(file, 'utf8')
  const start = text.indexOf(startOf(group))
  const end = text.indexOf(endOf(group))
  if (start < 0 || end < start) throw new Error(`${file} lacks the two comments that enclose what was measured of ${group}`)
  const date = new Date().toISOString().slice(0, 10)
  const measured = [`Measured on ${date}. ${machine}.`, ...sections.map(formatSection)].join('\n\n')
  writeFileSync(file, `${text.slice(0, start)}${startOf(group)}\n\n${measured}\n\n${text.slice(end)}`)
}
