// npm test [-- vitest arguments]: prepares the clone, then runs the tests.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './clone/root.mjs'
import { giveUp, prepare } from './prepare.mjs'

await prepare().catch(giveUp)
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const [first, ...others] = process.argv.slice(2)
process.argv = [process.execPath, vitest, ...(first === 'watch' ? ['watch', ...others] : ['run', ...process.argv.slice(2)])]
await import(pathToFileURL(vitest).href)
