import { isEmail } from '@bottega/contracts'
import { type Command, InvalidArgumentError } from 'commander'
import { addRootOption, findChosenRoot } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega doctor
  bottega doctor --root /data/bottega --json
  bottega doctor --fix
  bottega doctor --fix --lost
  bottega doctor --mail-to ada@example.com

Without --fix nothing is changed. --fix makes missing thumbnails anew, moves files that belong to no image into the folder orphans of the root,
and takes rights away from others. Images whose picture is gone it moves to the trash, and takes them out again once the picture is back. Where
many are gone it leaves them: their disk may not be mounted. --lost says that those pictures are lost. --fix deletes nothing, but what stays
in the trash for trash_days is deleted by the server; where that is 0, it moves nothing there.
--mail-to sends one mail by the settings, and tells what the mail server answered. Works beside a running server and without one.
Exit codes: 0 all is well, 1 something is wrong, 2 wrong usage.`

/** Gives `bottega doctor` its flags, help and action. */
export function configureDoctor(command: Command): void {
  addRootOption(command.description('Look at a root and tell what is wrong with it, and what to do.'))
    .option('--fix', 'put right what there is a safe way for')
    .option('--mail-to <address>', 'send a mail there, to try the mail server', mailAddress)
    .option('--lost', 'with --fix: pictures that are gone are lost, however many they are')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', EXAMPLES)
    .action(examine)
}

interface Flags {
  readonly root?: string
  readonly json?: true
  readonly fix?: true
  readonly lost?: true
  readonly mailTo?: string
}

function mailAddress(text: string): string {
  if (!isEmail(text)) throw new InvalidArgumentError('It has to be an e-mail address.')
  return text
}

async function examine(flags: Flags): Promise<void> {
  const [{ openRoot }, { examineRoot }] = await Promise.all([import('../main.ts'), import('../services/doctor/examination.ts')])
  const path = findChosenRoot(flags.root)
  const findings = await examineRoot(path, () => openRoot(path, process.env), {
    isFixing: flags.fix,
    mailTo: flags.mailTo,
    areGivenUp: flags.lost,
  })
  const lines = findings.map(({ subject, isWell, text, fixed }) => {
    const word = !isWell ? 'WRONG  ' : fixed === undefined ? 'ok     ' : 'FIXED  '
    return `${word}${subject}: ${text}${fixed === undefined ? '' : `: ${fixed}`}`
  })
  process.stdout.write(`${flags.json ? JSON.stringify(findings, undefined, 2) : lines.join('\n')}\n`)
  if (findings.some(({ isWell }) => !isWell)) process.exitCode = 1
}
