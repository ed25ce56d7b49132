import { SeedError } from './seed-error.ts'

/** A line of the input; the first one is number 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** More than any record needs; without a limit an input without line ends would be gathered whole. */
const MAX_LINE_BYTES = 4 * 2 ** 20
const NEW_LINE = 0x0a

/**
 * The lines of an input, one at a time; empty ones count, but are left out. Only a line feed ends a line, since the other characters that
 * end lines for some programs may stand inside JSON.
 *
 * @throws SeedError for a line that is too long or not UTF-8
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let parts: Uint8Array[] = []
  let bytes = 0

  function keep(part: Uint8Array): void {
    bytes += part.length
    if (bytes > MAX_LINE_BYTES) throw new SeedError(`Line ${number + 1} is longer than ${MAX_LINE_BYTES / 2 ** 20} MiB.`)
    parts.push(part)
  }

  function take(): Line {
    number++
    const whole = Buffer.concat(parts)
    parts = []
    bytes = 0
    try {
      return { number, text: decoder.decode(whole).trim() }
    } catch (cause) {
      throw new SeedError(`Line ${number} is not UTF-8.`, { cause })
    }
  }

  for await (const chunk of input) {
    let start = 0
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      const line = take()
      if (line.text !== '') yield line
    }
    // a copy, since a stream may write its next chunk over this one
    if (start < chunk.length) keep(Uint8Array.from(chunk.subarray(start)))
  }
  const last = take()
  if (last.text !== '') yield last
}
