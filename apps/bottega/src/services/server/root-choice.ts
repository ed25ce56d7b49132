import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The root that a person chose: by flag, else `BOTTEGA_ROOT`, else `~/bottega`. */
export function chooseRootPath(flag: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  return resolve(flag || environment.BOTTEGA_ROOT || join(homedir(), 'bottega'))
}
