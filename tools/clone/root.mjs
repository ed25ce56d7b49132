// Where this clone lies. Everything in tools/ names its files from here, so that it can be called from any folder.
import { fileURLToPath } from 'node:url'

/** Absolute path of the clone's root folder, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
