import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { wrapHelp } from './commands/help-text.ts'
import { acceptUnderscores } from './commands/underscores.ts'
import { describeFailure } from './failures.ts'

process.setSourceMapsEnabled(true)

/** A command of the program. Its module is loaded only when it is the one that runs, so that help is instant. */
interface CommandEntry {
  readonly path: readonly string[]
  readonly summary: string
  load(): Promise<(command: Command) => void>
}

const COMMANDS: readonly CommandEntry[] = [
  {
    path: ['serve'],
    summary: 'serve the studio to browsers and other programs',
    load: async () => (await import('./commands/serve.ts')).configureServe,
  },
  {
    path: ['generate'],
    summary: 'make pictures from a prompt',
    load: async () => (await import('./commands/generate.ts')).configureGenerate,
  },
  {
    path: ['config'],
    summary: 'show the settings of a root and where they come from',
    load: async () => (await import('./commands/config.ts')).configureConfig,
  },
  {
    path: ['config', 'rotate-secret'],
    summary: 'make a new secret for signing tokens',
    load: async () => (await import('./commands/config/rotate-secret.ts')).configureRotateSecret,
  },
  {
    path: ['backup'],
    summary: 'make a backup of a root',
    load: async () => (await import('./commands/backup.ts')).configureBackup,
  },
  {
    path: ['backup', 'verify'],
    summary: 'read a backup whole and tell whether it is sound',
    load: async () => (await import('./commands/backup/verify.ts')).configureBackupVerify,
  },
  {
    path: ['restore'],
    summary: 'put a backup into a root',
    load: async () => (await import('./commands/restore.ts')).configureRestore,
  },
  {
    path: ['doctor'],
    summary: 'look at a root and tell what is wrong with it',
    load: async () => (await import('./commands/doctor.ts')).configureDoctor,
  },
  {
    path: ['useradd'],
    summary: 'add an account',
    load: async () => (await import('./commands/useradd.ts')).configureUserAdd,
  },
  {
    path: ['usermod'],
    summary: 'change an account',
    load: async () => (await import('./commands/usermod.ts')).configureUserMod,
  },
  {
    path: ['userdel'],
    summary: 'delete an account',
    load: async () => (await import('./commands/userdel.ts')).configureUserDel,
  },
  {
    path: ['userlist'],
    summary: 'list the accounts',
    load: async () => (await import('./commands/userlist.ts')).configureUserList,
  },
  {
    path: ['reset-link'],
    summary: 'make a link for a new password',
    load: async () => (await import('./commands/reset-link.ts')).configureResetLink,
  },
  {
    path: ['assets', 'transfer'],
    summary: 'hand over what an account has made',
    load: async () => (await import('./commands/assets/transfer.ts')).configureAssetsTransfer,
  },
  {
    path: ['assets', 'undo'],
    summary: 'take a hand-over back',
    load: async () => (await import('./commands/assets/undo.ts')).configureAssetsUndo,
  },
  {
    path: ['assets', 'list'],
    summary: 'list what has been handed over',
    load: async () => (await import('./commands/assets/list.ts')).configureAssetsList,
  },
  {
    path: ['models', 'list'],
    summary: 'list the models of a root',
    load: async () => (await import('./commands/models/list.ts')).configureModelsList,
  },
  {
    path: ['models', 'install'],
    summary: 'install a model from a path of this machine',
    load: async () => (await import('./commands/models/install.ts')).configureModelsInstall,
  },
  {
    path: ['models', 'inspect'],
    summary: 'tell what a checkpoint or diffusers folder is, and why',
    load: async () => (await import('./commands/models/inspect.ts')).configureModelsInspect,
  },
]

/** What the words before the last of a command's path stand for. */
const GROUPS: Readonly<Record<string, string>> = {
  assets: 'hand over what an account has made, and take that back',
  models: 'look at models, list and install them',
}

/** Builds the command line of which only the command that the arguments name has its flags. */
async function buildProgram(args: readonly string[]): Promise<{ program: Command; chosen: Command | undefined }> {
  const helpWidth = Math.min(process.stdout.columns || 100, 110)
  const program = new Command('bottega')
    .description('Bottega makes images with diffusion models on your own machine.')
    .version(manifest.version, '-V, --version', 'show the version')
    // before any .command(), which inherits these
    .exitOverride()
    .showHelpAfterError('(--help tells what can be given)')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: false, helpWidth })
    .configureOutput({ writeOut: (text) => process.stdout.write(wrapHelp(text, helpWidth)) })
    .addHelpText(
      'after',
      '\nExamples:\n  bottega serve\n  bottega generate "a flat fox on a teal background"\n\nEach command tells more with --help.',
    )
  const words = args.filter((arg) => !arg.startsWith('-') && arg !== 'help')
  let chosen: Command | undefined
  for (const { path, summary, load } of COMMANDS) {
    const command = findGroup(program, path.slice(0, -1))
      .command(path.at(-1) ?? '')
      .summary(summary)
    if (!path.every((word, index) => words[index] === word)) continue
    const configure = await load()
    configure(command)
    chosen = command
  }
  return { program, chosen }
}

function findGroup(program: Command, path: readonly string[]): Command {
  return path.reduce(
    (parent, word) => parent.commands.find((command) => command.name() === word) ?? addGroup(parent, word),
    program,
  )
}

function addGroup(parent: Command, word: string): Command {
  const summary = GROUPS[word] ?? ''
  return parent
    .command(word)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .addHelpText('after', '\nEach command tells more with --help.')
}

/** `help models inspect` and `models help inspect` as `models inspect --help`, which commander alone reads at one level only. */
function turnHelp(args: readonly string[], program: Command): readonly string[] {
  const at = args.findIndex((arg) => !Object.hasOwn(GROUPS, arg))
  if (args[at] !== 'help') return args
  const path = args.filter((arg, index) => index !== at && !arg.startsWith('-'))
  path.reduce<Command>(
    (parent, word) =>
      parent.commands.find((command) => command.name() === word) ?? program.error(`error: unknown command '${word}'`),
    program,
  )
  return [...path, '--help']
}

async function run(args: readonly string[]): Promise<number> {
  try {
    const { program, chosen } = await buildProgram(args)
    const turned = turnHelp(args, program)
    await program.parseAsync(chosen ? acceptUnderscores(turned, chosen) : [...turned], { from: 'user' })
    // a command that finds something wrong says so itself
    return Number(process.exitCode ?? 0)
  } catch (error) {
    const { exitCode, message } = describeFailure(error)
    if (message !== undefined) console.error(message)
    return exitCode
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // whoever reads it may stop reading; then there is nothing left to say
  if (error.code === 'EPIPE') return
  console.error(
    `error: Standard output cannot be written to (${error.message}). What was saved stays; free some space and run the command again.`,
  )
  process.exit(1)
})

process.exitCode = await run(process.argv.slice(2))
