// npm run check: everything that must hold before a change goes in, but the tests. Prints a line for each part, the output of
// those that failed, and fails when one did.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './clone/root.mjs'
import { giveUp, prepareInstall } from './prepare.mjs'

// knip.json names these packages as used, since it does not read this table
const parts = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['types', 'node_modules/typescript/bin/tsc', '--project', '.'],
  ['types of the page', 'node_modules/typescript/bin/tsc', '--project', 'apps/web'],
  ['layers', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'packages', 'apps', 'tools'],
  ['dead code', 'node_modules/knip/bin/knip.js', '--treat-config-hints-as-errors'],
  ['house rules', 'tools/lint/main.mjs'],
  ['generated files', 'tools/gen.mjs', '--check'],
]
const AT_ONCE = 2

await prepareInstall().catch(giveUp)
const waiting = [...parts]
const failed = []
await Promise.all(Array.from({ length: AT_ONCE }, work))
if (failed.length > 0) {
  console.log(`\ncheck failed: ${failed.join(', ')}`)
  process.exitCode = 1
}

async function work() {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const [name, ...command] = part
    const start = performance.now()
    const { ok, output } = await runPart(command)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(17)} ${seconds.padStart(5)} s`)
    if (ok) continue
    failed.push(name)
    console.log(output)
  }
}

function runPart([script, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk))
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }))
  })
}
