import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { InterruptedError } from './interruption.ts'

/** Whether somebody sits at a terminal and can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true
}

let terminal: ReturnType<typeof openTerminal> | undefined

/**
 * Asks at the terminal; a hidden answer is not shown while it is typed.
 *
 * @throws InterruptedError when the answer is Ctrl-C or Ctrl-D
 */
export async function ask(question: string, { isHidden = false } = {}): Promise<string> {
  terminal ??= openTerminal()
  return terminal.ask(question, isHidden)
}

/** Asks a question that is answered with yes or no; anything else is no. */
export async function askYesNo(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} (y/N): `)).trim())
}

/** The first line of standard input without its end, for `--password -`; empty when there is none. */
export async function readInputLine(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    if (chunk.includes('\n')) break
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split('\n', 1)
  return line.replace(/\r$/, '')
}

/** One terminal for all questions of a command: lines that were typed early answer the next ones. */
function openTerminal() {
  let isMuted = true
  const screen = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk)
      done()
    },
  })
  const typed: string[] = []
  let settle: ((line: string | Error) => void) | undefined
  // without a history, since an arrow key would bring a password back
  const lines = createInterface({ input: process.stdin, output: screen, terminal: true, historySize: 0 })
  lines.on('line', (line) => {
    // what was typed behind it may be a password
    isMuted = true
    if (settle) settle(line)
    else typed.push(line)
  })
  const interrupt = () => settle?.(new InterruptedError('SIGINT'))
  lines.on('SIGINT', interrupt).on('close', interrupt)

  function readLine(question: string, isHidden: boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      settle = (line) => {
        settle = undefined
        lines.pause()
        if (line instanceof Error) reject(line)
        else resolve(line)
      }
      isMuted = isHidden
      if (isHidden) process.stderr.write(question)
      lines.setPrompt(isHidden ? '' : question)
      lines.prompt(true)
    })
  }

  return {
    async ask(question: string, isHidden: boolean): Promise<string> {
      const early = typed.shift()
      const line = early ?? (await readLine(question, isHidden))
      if (isHidden && early === undefined) process.stderr.write('\n')
      return line
    },
  }
}
