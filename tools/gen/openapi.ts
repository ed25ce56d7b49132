import manifest from '../../apps/bottega/package.json' with { type: 'json' }
import { describeInterface } from '../../apps/bottega/src/services/server/openapi.ts'

const WIDTH = 130

/** Writes the OpenAPI document that a server answers, laid out for review: what fits into a line stands in one. */
export async function writeOpenApi(): Promise<string> {
  return `${layOut(await describeInterface(manifest.version), '')}\n`
}

function layOut(value: unknown, indent: string): string {
  const flat = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const inner = `${indent} `
  const isList = Array.isArray(value)
  const entries = isList
    ? value.map((item) => layOut(item, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${layOut(item, inner)}`)
  return `${isList ? '[' : '{'}\n${inner}${entries.join(`,\n${inner}`)}\n${indent}${isList ? ']' : '}'}`
}
