import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How a process of the program ended, and what it said. */
export interface ProgramEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A running process of the program. */
export interface ProgramProcess {
  readonly pid: number
  /** Resolves when the process is gone and its output read. */
  readonly ended: Promise<ProgramEnd>
  /** What it has said on standard error so far. */
  said(): string
  /** Resolves with what a pattern finds in its standard output; rejects when it ends without having said it. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Signals the process and its worker together, as a terminal does for Ctrl-C. */
  signalGroup(signal: NodeJS.Signals): void
  /** Kills the process and its worker, if they still live. */
  endGroup(): void
  /** Processes that it forked and that live; Linux only. */
  listChildren(): number[]
}

/** Where and how a process of the program runs. */
export interface ProgramOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** What whoever runs the tests has set for themselves. */
const NOBODYS = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => name.startsWith('BOTTEGA_'))
    .map((name) => [name, undefined]),
)

/**
 * Starts the built program as a process of its own.
 *
 * @param dist  the build, as global setup provides it
 */
export function startProgram(dist: string, args: readonly string[], { cwd, env = {} }: ProgramOptions): ProgramProcess {
  const child = spawn(process.execPath, [join(dist, 'program.js'), ...args], {
    cwd,
    // a group of its own, so that a signal to it does not reach the tests; npm's folder would win over `cwd`
    detached: true,
    env: { ...process.env, INIT_CWD: undefined, ...NOBODYS, BOTTEGA_ROOT: join(cwd, 'no-root'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  if (pid === undefined) throw new Error('the program could not be started')
  const ended = awaitEnd(child)
  return {
    pid,
    said: () => stderr,
    ended,
    says: (pattern) => awaitWords(child, ended, pattern),
    signalGroup: (signal) => process.kill(-pid, signal),
    endGroup() {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // the whole group is gone
      }
    },
    listChildren: () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  }
}

/** Runs the built program to its end. */
export function runProgram(dist: string, args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  return startProgram(dist, args, options).ended
}

async function awaitEnd(child: ChildProcess): Promise<ProgramEnd> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const [exitCode, signal] = await once(child, 'close')
  return { exitCode, signal, stdout, stderr }
}

async function awaitWords(child: ChildProcess, ended: Promise<ProgramEnd>, pattern: RegExp): Promise<RegExpExecArray> {
  let said = ''
  const found = new Promise<RegExpExecArray>((resolve) => {
    child.stdout?.on('data', (text: string) => {
      said += text
      const match = pattern.exec(said)
      if (match) resolve(match)
    })
  })
  const gone = ended.then(({ stdout, stderr }) => {
    throw new Error(`the program ended without saying ${pattern}:\n${stdout}${stderr}`)
  })
  return Promise.race([found, gone])
}
