import { resolve } from 'node:path'

/**
 * A path that a person gave, made absolute from the folder where they called the program: under npm scripts that is not the
 * working folder, but npm tells it.
 */
export function resolveFromCall(path: string): string {
  return resolve(process.env.INIT_CWD || process.cwd(), path)
}
