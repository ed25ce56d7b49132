import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { transformSync } from 'esbuild'
import type { Block } from './blocks.ts'
import { PROXIES, tryProxy } from './proxies.ts'

/** Somebody who follows a page: types its commands in a clone, and puts its pieces of code into one file for each language. */
export interface Reader {
  /** The clone, where commands are typed and files are saved. */
  readonly clone: string
  /** The address of the server that the page has them start. */
  readonly url: string
  /** What keeps a block from being run here, if anything does. */
  findHindrance(block: Block): string | undefined
  /**
   * Runs a block of the page where the last one of its language ended.
   *
   * @returns what it has printed
   * @throws Error with what it has printed when it fails
   */
  run(block: Block): Promise<string>
  close(): Promise<void>
}

/** How the blocks of a language become one program that waits for its turn before each of them. */
interface Language {
  readonly program: string
  readonly args: readonly string[]
  readonly file: string
  readonly prelude: string
  readonly await: string
  readonly tell: string
  readonly prepare?: (text: string) => string
}

/** Tells the runner something; whatever people may print does not begin so. */
const MARK = '\u0004'
/** How the server of a page is started. */
const START = /^npm start\b.*$/gm

const JAVASCRIPT: Language = {
  program: process.execPath,
  args: [],
  file: 'page.mjs',
  prelude: "import * as turns from './turns.mjs'",
  await: 'await turns.wait()',
  tell: 'turns.tell()',
  prepare: (text) =>
    transformSync(text, { loader: 'ts', target: 'es2022', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } })
      .code,
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  sh: {
    program: 'bash',
    args: [],
    file: 'page.sh',
    prelude: `set -eo pipefail\nserve() { printf '${MARK}%s\\n' "$1"; read -r _ <&3; }`,
    await: 'read -r _ <&3',
    tell: `printf '${MARK}\\n'`,
    prepare: (text) => text.replace(START, (command) => `serve '${command}'`),
  },
  js: JAVASCRIPT,
  ts: JAVASCRIPT,
  py: {
    program: 'python3',
    args: ['-u'],
    file: 'page.py',
    prelude: 'import os as turns',
    await: 'turns.read(3, 1)',
    tell: `print("${MARK}")`,
  },
}

const TURNS = `import { read } from 'node:fs'
const wait = () => new Promise((resolve, reject) => read(3, Buffer.alloc(1), 0, 1, null, (error) => (error ? reject(error) : resolve())))
const tell = () => console.log('${MARK}')
export { tell, wait }
`

/**
 * Gives a reader a home and a clone of their own, in which everything lies as in `root`.
 *
 * @param folder  an empty one
 * @param blocks  all that is going to be run, in order
 */
export async function openReader(root: string, folder: string, blocks: readonly Block[]): Promise<Reader> {
  const [clone, home] = [join(folder, 'clone'), join(folder, 'home')]
  await mkdir(clone)
  await mkdir(join(home, 'models'), { recursive: true })
  // the pages speak of a model that only a reader has
  await symlink(join(root, 'models/starter'), join(home, 'models/some-sd15-model.safetensors'))
  const names = (await readdir(root)).filter((name) => !['.git', 'bottega-pictures', 'dist'].includes(name))
  await Promise.all(names.map((name) => symlink(join(root, name), join(clone, name))))
  await writeFile(join(clone, 'turns.mjs'), TURNS)
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const move = (text: string) => text.replaceAll('127.0.0.1:9090', `127.0.0.1:${port}`)
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(BOTTEGA_|INIT_CWD$)/.test(name)))
  const env = { ...others, HOME: home, BOTTEGA_PORT: String(port), BOTTEGA_URL: url, NO_PROXY: '127.0.0.1', NO_COLOR: '1' }
  const hindrances = findHindrances(blocks)
  const programs = new Map<Language, Program>()
  let server: ChildProcess | undefined

  async function stopServer(): Promise<void> {
    if (server === undefined) return
    const ended = server.exitCode === null ? once(server, 'exit') : [server.exitCode]
    server.kill('SIGTERM')
    const [code] = await ended
    server = undefined
    if (code !== 0) throw new Error(`the server ended with ${code}`)
  }

  /** Ends the server with Ctrl-C and starts one, as the reader does; tells what it says until it is ready. */
  async function startServer(command: string): Promise<string> {
    await stopServer()
    const child = spawn('bash', ['-c', `exec ${command} 2>&1`], { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] })
    server = child
    let said = ''
    return new Promise((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text) => {
        said += text
        if (/ready at .*\n/.test(said)) resolve(said)
      })
      child.on('exit', () => reject(new Error(`${command} ended, and said:\n${said}`)))
    })
  }

  async function openProgram(language: Language): Promise<Program> {
    const mine = blocks.filter((block) => LANGUAGES[block.language] === language && !hindrances.has(block))
    const pieces = mine.map(({ text }) => `${language.await}\n${move(text)}\n${language.tell}\n`)
    const code = [language.prelude, ...pieces].join('\n')
    await writeFile(join(clone, language.file), language.prepare?.(code) ?? code)
    return startProgram(language, { cwd: clone, env, obey: startServer })
  }

  return {
    clone,
    url,
    findHindrance: (block) => hindrances.get(block),
    async run(block) {
      const proxy = PROXIES[block.language]
      if (proxy !== undefined) return tryProxy(proxy, move(block.text), { folder, port: await findFreePort() })
      const language = LANGUAGES[block.language]
      if (language === undefined) throw new Error(`nothing here runs ${block.language}`)
      const program = programs.get(language) ?? (await openProgram(language))
      programs.set(language, program)
      return program.goOn()
    },
    async close() {
      await Promise.all([...programs.values()].map((program) => program.end()))
      await stopServer()
      await rm(folder, { recursive: true })
    },
  }
}

/** What keeps blocks from being run here. Where one is not run, none that follows in its language is: it may need what that one made. */
function findHindrances(blocks: readonly Block[]): Map<Block, string> {
  const hindrances = new Map<Block, string>()
  const broken = new Map<Language, string>()
  for (const block of blocks) {
    const language = LANGUAGES[block.language]
    const before = language && broken.get(language)
    const hindrance = findHindrance(block) ?? (before && `${before}, which a block before it needs`)
    if (hindrance === undefined) continue
    hindrances.set(block, hindrance)
    if (language !== undefined && before === undefined) broken.set(language, hindrance)
  }
  return hindrances
}

function findHindrance({ language, text }: Block): string | undefined {
  const known = LANGUAGES[language] ?? PROXIES[language]
  if (known === undefined) return `nothing here runs ${language || 'drawings'}`
  const needed = [known.program, ...(/\b(curl|openssl)\b/.exec(text) ?? []).slice(1), ...(language in PROXIES ? ['openssl'] : [])]
  const missing = needed.find((name) => !hasProgram(name))
  return missing && `there is no ${missing}`
}

/** A program that goes on to the end of its next block when it is told to. */
interface Program {
  goOn(): Promise<string>
  end(): Promise<void>
}

interface ProgramOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Does what the program cannot do itself, since it goes on meanwhile: starts a server, and tells what that says. */
  obey(command: string): Promise<string>
}

function startProgram({ program, args, file }: Language, { cwd, env, obey }: ProgramOptions): Program {
  const child = spawn('bash', ['-c', 'exec "$@" 2>&1', 'bash', program, ...args, file], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const ended = once(child, 'exit')
  const turns = child.stdio[3]
  if (child.stdout === null || turns == null || !('write' in turns)) throw new Error('no pipes to the program')
  // it may have ended before it was told
  turns.on('error', () => {})
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async goOn() {
      let said = ''
      for (;;) {
        turns.write('\n')
        for (;;) {
          const { value: line, done } = await lines.next()
          if (done) throw new Error(`it failed, and said:\n${said}`)
          const [before, command] = line.split(MARK)
          said += command === undefined ? `${before}\n` : before
          if (command === '') return said
          if (command !== undefined) {
            said += await obey(command)
            break
          }
        }
      }
    },
    async end() {
      turns.end()
      child.kill()
      await ended
    },
  }
}

/** Which programs are there, as far as it was asked. */
const present = new Map<string, boolean>()

function hasProgram(name: string): boolean {
  const isThere = present.get(name) ?? spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined
  present.set(name, isThere)
  return isThere
}

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  listener.close()
  await once(listener, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
