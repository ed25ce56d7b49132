import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServingProgram, startServing } from '../serving-program.ts'
import { startBrowser, type TestBrowser, type Visit } from './browser.ts'

/** What a journey is made on. */
export interface JourneyOptions {
  /** The build, as global setup provides it: `inject('dist')`. */
  readonly dist: string
  /** Lines of the settings file: `multiuser: true`. */
  readonly settings?: string
  readonly flags?: readonly string[]
}

/** A real server on a root of its own, and a browser that visits it. */
export interface Journey {
  readonly root: string
  /** Address of the page; the same after a restart. */
  readonly url: string
  /**
   * Opens the page in a profile of its own and waits until its events are heard, if somebody is let in.
   *
   * @param path  below the server's address: `/queue`
   */
  visit(path?: string, options?: Parameters<TestBrowser['visit']>[1]): Promise<Visit>
  /** Opens another page than the studio, which hears no events. */
  open(path: string, options?: Parameters<TestBrowser['visit']>[1]): Promise<Visit>
  /** Closes the visits of a test. What they complained of comes back, but for what fits `expected`: refusals that the journey is about. */
  leave(expected?: RegExp): Promise<string[]>
  stopServer(): Promise<void>
  /** Kills the server and its workers at once. */
  killServer(): Promise<void>
  startServer(): Promise<void>
  close(): Promise<void>
}

/** Starts a server and a browser. Call `leave` after each test, and `close` at the end. */
export async function startJourney({ dist, settings = '', flags = [] }: JourneyOptions): Promise<Journey> {
  const root = await mkdtemp(join(tmpdir(), 'bottega journey é '))
  await writeFile(join(root, 'bottega.yaml'), settings)
  let server: ServingProgram = await startServing(dist, root, { flags })
  const browser = await startBrowser()
  const { url } = server
  const visits: Visit[] = []

  const open: Journey['open'] = async (path, options = {}) => {
    // texts are those of English, wherever the tests run
    const visit = await browser.visit(`${url}${path}`, { locale: 'en-GB', ...options })
    visits.push(visit)
    return visit
  }

  return {
    root,
    url,
    open,
    async visit(path = '', options = {}) {
      const visit = await open(path, options)
      const signIn = visit.page.getByLabel('Password', { exact: true })
      await visit.page.locator('[data-hearing=connected]').or(signIn).first().waitFor({ state: 'attached' })
      return visit
    },
    async leave(expected) {
      const ended = visits.splice(0)
      for (const visit of ended) await visit.close()
      return ended.flatMap(({ complaints }) => complaints).filter((complaint) => !expected?.test(complaint))
    },
    stopServer: () => server.stop(),
    async killServer() {
      server.signalGroup('SIGKILL')
      await server.ended
    },
    async startServer() {
      server = await startServing(dist, root, { flags, port: Number(new URL(url).port) })
    },
    async close() {
      await browser.close()
      await server.stop()
      await rm(root, { recursive: true })
    },
  }
}
