import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Whether somebody sits at a terminal and can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true
}

/** Asks at the terminal; a hidden answer is not shown while it is typed. */
export async function ask(question: string, { isHidden = false } = {}): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: isHidden ? silent : process.stderr, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    if (isHidden) process.stderr.write('\n')
  }
}

/** Asks a question that is answered with yes or no; anything else is no. */
export async function askYesNo(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} (y/N): `)).trim())
}

/** The first line of standard input without its end, for `--password -`; empty when there is none. */
export async function readInputLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) return line
  return ''
}
