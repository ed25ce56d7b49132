import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'

/** The server of this build as a process of its own. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** Asks it over a connection that stays open; the answer is read to its end. @throws Error for any status but 2xx */
  ask(method: string, path: string, sent?: Sent): Promise<Buffer>
  /** The same for an answer that is JSON. */
  askJson<T>(method: string, path: string, json?: unknown, token?: string): Promise<T>
  /** Ends it in order. */
  stop(): Promise<void>
}

/** What goes along with a request. */
export interface Sent {
  readonly body?: Buffer | undefined
  readonly type?: string
  /** Such as `gzip`; the answer is not unpacked. */
  readonly encoding?: string
  /** Of whoever asks. */
  readonly token?: string | undefined
}

/** Starts `bottega serve` on a root and a free port, and waits until it says that it is ready. */
export async function startServerProcess(build: string, root: string, flags: readonly string[] = []): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(build, 'program.js'), 'serve', '--root', root, '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readUrl(child)
  const agent = new Agent({ keepAlive: true })

  function ask(method: string, path: string, { body, type, encoding, token }: Sent = {}): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...(type !== undefined && { 'content-type': type }),
        ...(body !== undefined && { 'content-length': body.length }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(encoding !== undefined && { 'accept-encoding': encoding }),
      }
      const sent = request(url + path, { method, agent, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const status = answer.statusCode ?? 0
          if (status >= 200 && status < 300) resolve(bytes)
          else reject(new Error(`${method} ${path} was answered with ${status}: ${bytes.toString().slice(0, 300)}`))
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  return {
    url,
    pid: child.pid as number,
    ask,
    async askJson<T>(method: string, path: string, json?: unknown, token?: string) {
      const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json))
      // the shape is the contract's
      return JSON.parse((await ask(method, path, { body, type: 'application/json', token })).toString()) as T
    },
    async stop() {
      agent.destroy()
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /ready at (\S+)/.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code, signal) => reject(new Error(`the server ended with ${signal ?? `code ${code}`}`)))
    child.once('error', reject)
  })
}
