// npm run gen: writes the files that are made from the code. With --check it writes nothing and fails when one is stale.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findText } from './clone/files.mjs'
import { root } from './clone/root.mjs'
import { makeCliReference } from './gen/cli.mjs'
import { makeDecisionsIndex } from './gen/decisions.mjs'
import { giveUp, prepare } from './prepare.mjs'

const build = await prepare().catch(giveUp)
const { GENERATED } = await import(pathToFileURL(join(build, 'gen.js')).href)
const made = {
  ...GENERATED,
  'docs/reference/cli.md': () => makeCliReference(build),
  'docs/decisions/index.md': makeDecisionsIndex,
}
for (const [name, make] of Object.entries(made)) {
  const path = join(root, name)
  const text = await make()
  if (findText(path) === text) continue
  if (process.argv.includes('--check')) {
    console.error(`${name} is stale: run npm run gen and commit it`)
    process.exitCode = 1
  } else {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${name}`)
  }
}
