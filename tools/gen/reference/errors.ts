import { ERRORS } from '@bottega/contracts'
import { code, writePage, writeTable } from './markdown.ts'

interface Row {
  readonly status: number
  readonly message: string
  readonly body?: readonly string[]
}

/** Writes the page of all refusals. */
export function writeErrors(): string {
  const rows = Object.entries<Row>(ERRORS).map(([name, { status, message, body = [] }]) => [
    code(name),
    String(status),
    message,
    body.map(code).join(', '),
  ])
  return writePage(
    'Errors',
    'A refusal is answered with its status and `{"detail": <text>}`. Words in braces stand for what the case is about. Some say more, under the\n' +
      'further keys. 422 for a request that does not fit has a list instead of the text, with `type`, `loc` and `msg` for each misfit. The header\n' +
      '`X-Error-Code` tells the code, `X-Error-Details` as JSON what stands for the words in braces, for clients that speak another language.',
    writeTable(['code', 'status', 'text', 'further keys'], rows),
  )
}
