import { listSettingKeys, SETTINGS, type SettingKey } from '@bottega/contracts'
import { type Command, Option } from 'commander'
import { runInterruptible } from './interruption.ts'
import { addRootOption, findChosenRoot } from './root-option.ts'
import { showValue } from './show-value.ts'

const EXAMPLES = `
Examples:
  bottega serve
  bottega serve --root /data/bottega --port 9191
  BOTTEGA_PORT=9191 bottega serve

Every setting above is also a line of bottega.yaml in the root and an environment variable (BOTTEGA_PORT). A flag wins over the
environment, that over the file. Ctrl-C ends the server.
Exit codes: 0 ended in order, 1 could not start, 2 wrong usage.`

/** How long one waits for what has not let go after everything was closed. */
const LINGER_MS = 3000

/** Gives `bottega serve` its flags, help and action: one flag for each setting. */
export function configureServe(command: Command): void {
  addRootOption(command.description('Serve the studio: the interface, its documents and all that belongs to a root.'))
  for (const key of listSettingKeys()) command.addOption(describeSetting(key))
  command.addHelpText('after', EXAMPLES).action((flags: ServeFlags) => {
    refuseTakenByNpm(command)
    return serve(flags)
  })
  // npm takes the flag and leaves its value
  if (isByNpm()) command.showHelpAfterError('(with npm, flags stand behind --: npm start -- --port 9191)')
}

function isByNpm(): boolean {
  return process.env.npm_lifecycle_event === 'start'
}

/** Of `npm start --root=DIR` npm keeps the flag for itself: the server would begin on another root. */
function refuseTakenByNpm(command: Command): void {
  if (!isByNpm()) return
  const taken = ['root', ...listSettingKeys()].find((key) => process.env[`npm_config_${key}`] !== undefined)
  if (taken === undefined) return
  const flag = `--${taken.replaceAll('_', '-')}`
  command.error(`error: npm has taken ${flag} for itself: write npm start -- ${flag} ${process.env[`npm_config_${taken}`]}`)
}

function describeSetting(key: SettingKey): Option {
  const { help, type, default: fallback, secret } = SETTINGS[key]
  const isFlag = typeof fallback === 'boolean'
  const meaning = secret ? help : `${help} (${type.allowed}; default: ${showValue(fallback)})`
  return new Option(`--${key.replaceAll('_', '-')} ${isFlag ? '[yes]' : '<value>'}`, meaning)
}

interface ServeFlags {
  readonly root?: string
  /** the settings; one of yes or no without its value is true */
  readonly [name: string]: string | true | undefined
}

async function serve({ root, ...said }: ServeFlags): Promise<void> {
  const { startServer } = await import('../main.ts')
  // commander has made camel case of the names of settings
  const settings = Object.fromEntries(listSettingKeys().map((key) => [key, said[toCamelCase(key)]]))
  await runInterruptible(async (signal) => {
    // what the server writes, nobody else may change
    process.umask(process.umask() | 0o022)
    const server = await startServer({
      rootPath: findChosenRoot(root),
      flags: settings,
      environment: process.env,
      writeLog: (line) => process.stderr.write(`${line}\n`),
    })
    const { value: setupCode } = server.app.setupCode
    process.stdout.write(
      [
        `Bottega is ready at ${server.url} (root: ${server.app.root.root}). Open it in a browser; Ctrl-C ends it.\n`,
        ...(setupCode === undefined ? [] : [describeSetup(setupCode)]),
      ].join(''),
    )
    await waitFor(signal)
    await server.close()
  })
  setTimeout(() => process.exit(0), LINGER_MS).unref()
}

function describeSetup(code: string): string {
  return `Nobody administers it yet: make the first account on that page, or with "bottega useradd --admin". From another machine the page asks for this code: ${code}\n`
}

function waitFor(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function toCamelCase(key: string): string {
  return key.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
