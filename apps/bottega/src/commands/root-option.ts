import type { Command } from 'commander'
import { chooseRootPath } from '../services/server/root-choice.ts'
import { resolveFromCall } from './call-folder.ts'
import { somePath } from './option-values.ts'

/** Gives a command the flag that chooses the root. */
export function addRootOption(command: Command): Command {
  const meaning = 'folder of everything that the server keeps (default: BOTTEGA_ROOT, else ~/bottega)'
  return command.option('-r, --root <folder>', meaning, somePath)
}

/** The root that the flag, the environment or nobody chose; absolute. */
export function findChosenRoot(flag: string | undefined): string {
  return chooseRootPath(flag && resolveFromCall(flag), process.env)
}
