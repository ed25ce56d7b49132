import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { type Findings, toTable } from './figures.ts'

/** A finished measure with the load of the machine at its beginning and its end. */
export interface Section {
  /** Of the measure. */
  readonly name: string
  readonly title: string
  readonly findings: Findings
  readonly loads: readonly [start: number, end: number]
}

const startOf = (name: string) => `<!-- measured: written by \`npm run bench -- ${name} --write\` -->`
const endOf = (name: string) => `<!-- end of measured: ${name} -->`

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

/** Puts sections into the report, each in place of what the last run found; they may be of several days. */
export function writeReport(file: string, machine: string, sections: readonly Section[]): void {
  const day = new Date().toISOString().slice(0, 10)
  const text = sections.reduce(
    (report, section) => {
      const start = report.indexOf(startOf(section.name))
      const end = report.indexOf(endOf(section.name))
      if (start < 0 || end < start) throw new Error(`${file} lacks the two comments that enclose ${section.name}`)
      const measured = `${formatSection(section)}\n- Measured on ${day}. ${machine}.`
      return `${report.slice(0, start)}${startOf(section.name)}\n\n${measured}\n\n${report.slice(end)}`
    },
    readFileSync(file, 'utf8'),
  )
  writeFileSync(file, text)
}
