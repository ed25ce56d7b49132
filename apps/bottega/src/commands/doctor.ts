import type { Command } from 'commander'
import { addRootOption, findChosenRoot } from './root-option.ts'

const EXAMPLES = `
Examples:
  bottega doctor
  bottega doctor --root /data/bottega --json

Nothing is repaired. Works beside a running server and without one.
Exit codes: 0 all is well, 1 something is wrong, 2 wrong usage.`

/** Gives `bottega doctor` its flags, help and action. */
export function configureDoctor(command: Command): void {
  addRootOption(command.description('Look at a root and tell what is wrong with it, and what to do.'))
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', EXAMPLES)
    .action(examine)
}

async function examine(flags: { readonly root?: string; readonly json?: true }): Promise<void> {
  const [{ openRoot }, { examineRoot }] = await Promise.all([import('../main.ts'), import('../services/examination.ts')])
  const path = findChosenRoot(flags.root)
  const findings = await examineRoot(path, () => openRoot(path, process.env))
  const lines = findings.map(({ subject, isWell, text }) => `${isWell ? 'ok     ' : 'WRONG  '}${subject}: ${text}`)
  process.stdout.write(`${flags.json ? JSON.stringify(findings, undefined, 2) : lines.join('\n')}\n`)
  if (findings.some(({ isWell }) => !isWell)) process.exitCode = 1
}
